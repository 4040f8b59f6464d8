#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.10: a path may begin with the URN of the schema, for the core schema and for
#   sub-attributes of an extension too.
# Behaviour: `urn:…:core:2.0:User:title` is `invalidPath`, and the value of the manager, which the user has,
#   is `noTarget`.
# Output seen:
#   urn:ietf:params:scim:schemas:core:2.0:User:title invalidPath
#   urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department replaced
#   urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value noTarget
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
const { PatchOp } = SCIMMY.Messages;
const { User } = SCIMMY.Schemas;

const patch = async (user, operation) => {
  const message = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] };
  try {
    return await new PatchOp(message).apply(new User({ schemas: [User.definition.id], userName: 'babs', ...user }), (it) => it);
  } catch (error) {
    return { error: error.scimType };
  }
};

const { EnterpriseUser } = SCIMMY.Schemas;
User.definition.extend(EnterpriseUser.definition);
const urn = EnterpriseUser.definition.id;
const user = { title: 'Guide', [urn]: { department: 'Sales', manager: { value: '1' } } };
for (const path of [`${User.definition.id}:title`, `${urn}:department`, `${urn}:manager.value`])
  console.log(path, (await patch(user, { op: 'replace', path, value: '2' })).error ?? 'replaced');
PROBE
cat >expected <<'SEEN'
urn:ietf:params:scim:schemas:core:2.0:User:title invalidPath
urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department replaced
urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value noTarget
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
