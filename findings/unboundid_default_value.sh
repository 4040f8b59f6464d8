#!/usr/bin/env bash
# Package: com.unboundid.product.scim2:scim2-sdk-common 6.0.0 (Maven)
# Expected: RFC 7644 section 3.4.2.2 has `emails co "example.com"` among its examples: a filter on a complex
#   multi-valued attribute means its sub-attribute `value`.
# Behaviour: `co` does not match; `eq` and `ne` throw an error of the JSON library, not a SCIM exception.
# Output seen:
#   emails.value co "example.com" true
#   emails co "example.com" false
#   emails ne "ann@example.com" JsonNodeException
#   emails eq "ann@example.com" JsonNodeException
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>probe</groupId>
  <artifactId>probe</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.unboundid.product.scim2</groupId>
      <artifactId>scim2-sdk-common</artifactId>
      <version>6.0.0</version>
    </dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >/dev/null

cat >Probe.java <<'PROBE'
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.utils.FilterEvaluator;
import com.unboundid.scim2.common.utils.JsonUtils;
import tools.jackson.databind.JsonNode;

public class Probe {
  public static void main(String[] args) throws Exception {
    String user = "{'userName':'ann','emails':[{'value':'ann@example.com','type':'work'}]}";
    JsonNode ann = JsonUtils.createObjectMapper().readTree(user.replace('\'', '"'));
    for (String filter : new String[] {
        "emails.value co \"example.com\"", "emails co \"example.com\"", "emails ne \"ann@example.com\"", "emails eq \"ann@example.com\""}) {
      try {
        System.out.println(filter + " " + FilterEvaluator.evaluate(Filter.fromString(filter), ann));
      } catch (Exception error) {
        System.out.println(filter + " " + error.getClass().getSimpleName());
      }
    }
  }
}
PROBE
cat >expected <<'SEEN'
emails.value co "example.com" true
emails co "example.com" false
emails ne "ann@example.com" JsonNodeException
emails eq "ann@example.com" JsonNodeException
SEEN
javac -cp 'lib/*' Probe.java
java -cp 'lib/*:.' Probe | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
