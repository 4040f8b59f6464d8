#!/usr/bin/env bash
# Package: com.unboundid.product.scim2:scim2-sdk-common 6.0.0 (Maven)
# Expected: RFC 7644 section 3.10: an attribute of the core schema may be named with its URN, which means the same
#   as the bare name.
# Behaviour: The URN of the core schema is taken for the key of an extension: such a filter does not match, and
#   such a PATCH succeeds, leaves the attribute alone and adds an object under the URN.
# Output seen:
#   title eq "Dr" true
#   urn:ietf:params:scim:schemas:core:2.0:User:title eq "Dr" false
#   title "Dr"
#   urn:ietf:params:scim:schemas:core:2.0:User {"title":"Prof"}
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
import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.utils.FilterEvaluator;
import com.unboundid.scim2.common.utils.JsonUtils;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

public class Probe {
  static final String URN = "urn:ietf:params:scim:schemas:core:2.0:User";

  public static void main(String[] args) throws Exception {
    ObjectMapper json = JsonUtils.createObjectMapper();
    String user = "{'schemas':['" + URN + "'],'userName':'ann','title':'Dr'}";
    ObjectNode ann = (ObjectNode) json.readTree(user.replace('\'', '"'));
    for (String name : new String[] {"title", URN + ":title"})
      System.out.println(name + " eq \"Dr\" " + FilterEvaluator.evaluate(Filter.fromString(name + " eq \"Dr\""), ann));
    String patch = ("{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':[{'op':'replace','path':'"
        + URN + ":title','value':'Prof'}]}").replace('\'', '"');
    PatchRequest request = json.readValue(patch, PatchRequest.class);
    ObjectNode after = request.apply(new GenericScimResource(ann)).getObjectNode();
    System.out.println("title " + after.get("title"));
    System.out.println(URN + " " + after.get(URN));
  }
}
PROBE
cat >expected <<'SEEN'
title eq "Dr" true
urn:ietf:params:scim:schemas:core:2.0:User:title eq "Dr" false
title "Dr"
urn:ietf:params:scim:schemas:core:2.0:User {"title":"Prof"}
SEEN
javac -cp 'lib/*' Probe.java
java -cp 'lib/*:.' Probe | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
