#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.5.2.1: if the target already contains the value that is added, the resource
#   should not change.
# Behaviour: The address is there twice.
# Output seen:
#   [{"value":"a@acme.test","type":"work"},{"value":"a@acme.test","type":"work"}]
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

const emails = [{ value: 'a@acme.test', type: 'work' }];
console.log(JSON.stringify((await patch({ emails }, { op: 'add', path: 'emails', value: emails })).emails));
PROBE
cat >expected <<'SEEN'
[{"value":"a@acme.test","type":"work"},{"value":"a@acme.test","type":"work"}]
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
