#!/usr/bin/env bash
# Package: com.unboundid.product.scim2:scim2-sdk-common 6.0.0 (Maven)
# Expected: RFC 7644 section 3.5.2.1: if the target of an `add` is a multi-valued attribute, the value is added to
#   those that are there.
# Behaviour: An `add` whose value is one address, not in a list, replaces the whole list by that address; in a
#   list it is added.
# Output seen:
#   [{"value":"work@acme.test","type":"work"},{"value":"home@acme.test","type":"home"}]
#   {"value":"home@acme.test","type":"home"}
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
import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.utils.JsonUtils;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

public class Probe {
  public static void main(String[] args) throws Exception {
    ObjectMapper json = JsonUtils.createObjectMapper();
    String value = "{'value':'home@acme.test','type':'home'}";
    for (String added : new String[] {"[" + value + "]", value}) {
      String user = "{'userName':'ann','emails':[{'value':'work@acme.test','type':'work'}]}";
      String patch = "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],"
          + "'Operations':[{'op':'add','path':'emails','value':" + added + "}]}";
      ObjectNode ann = (ObjectNode) json.readTree(user.replace('\'', '"'));
      PatchRequest request = json.readValue(patch.replace('\'', '"'), PatchRequest.class);
      System.out.println(request.apply(new GenericScimResource(ann)).getObjectNode().get("emails"));
    }
  }
}
PROBE
cat >expected <<'SEEN'
[{"value":"work@acme.test","type":"work"},{"value":"home@acme.test","type":"home"}]
{"value":"home@acme.test","type":"home"}
SEEN
javac -cp 'lib/*' Probe.java
java -cp 'lib/*:.' Probe | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
