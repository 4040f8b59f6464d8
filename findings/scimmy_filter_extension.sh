#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.10: an attribute of an extension is named by the URN of its schema, a colon
#   and its name.
# Behaviour: The filter by the department matches no one, and the one by the manager throws a TypeError: the
#   URN is split at the dot of `2.0`.
# Output seen:
#   urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Sales" 0
#   urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "26118915" TypeError
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const user = { userName: 'bjensen', [urn]: { department: 'Sales', manager: { value: '26118915' } } };
for (const text of [`${urn}:department eq "Sales"`, `${urn}:manager.value eq "26118915"`])
  try {
    console.log(text, new SCIMMY.Types.Filter(text).match([user]).length);
  } catch (error) {
    console.log(text, error.name);
  }
PROBE
cat >expected <<'SEEN'
urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Sales" 0
urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "26118915" TypeError
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
