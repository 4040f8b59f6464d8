#!/usr/bin/env bash
# Package: scim-patch 0.8.3 (npm)
# Expected: RFC 7644 section 3.5.2.1: without `path`, `value` holds attributes of the resource; RFC 7643
#   section 3.3: the attributes of an extension sit in an object named by the URN of its schema.
# Behaviour: The URN is split at the dot of `2.0`: the department goes into a new attribute
#   `urn:…:enterprise:2.0` with a sub-attribute `User`, and the extension of the user keeps its old value.
# Output seen:
#   {
#    "userName": "bjensen",
#    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
#     "department": "Sales"
#    },
#    "urn:ietf:params:scim:schemas:extension:enterprise:2.0": {
#     "User": {
#      "department": "Support"
#     }
#    }
#   }
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim-patch@0.8.3

cat >probe.mjs <<'PROBE'
import { scimPatch } from 'scim-patch';
const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const user = { userName: 'bjensen', [urn]: { department: 'Sales' } };
scimPatch(user, [{ op: 'replace', value: { [urn]: { department: 'Support' } } }]);
console.log(JSON.stringify(user, null, 1));
PROBE
cat >expected <<'SEEN'
{
 "userName": "bjensen",
 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
  "department": "Sales"
 },
 "urn:ietf:params:scim:schemas:extension:enterprise:2.0": {
  "User": {
   "department": "Support"
  }
 }
}
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
