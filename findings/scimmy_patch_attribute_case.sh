#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7643 section 2.1: attribute names are case insensitive.
# Behaviour: A new user may come with `USERNAME`; the same name in a PATCH is `invalidPath`.
# Output seen:
#   new user babs
#   replace USERNAME invalidPath
#   replace userName barbara
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

console.log('new user', new User({ schemas: [User.definition.id], USERNAME: 'babs' }, 'in').userName);
console.log('replace USERNAME', (await patch({}, { op: 'replace', path: 'USERNAME', value: 'barbara' })).error);
console.log('replace userName', (await patch({}, { op: 'replace', path: 'userName', value: 'barbara' })).userName);
PROBE
cat >expected <<'SEEN'
new user babs
replace USERNAME invalidPath
replace userName barbara
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
