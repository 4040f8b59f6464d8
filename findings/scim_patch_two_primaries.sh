#!/usr/bin/env bash
# Package: scim-patch 0.8.3, scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.5.2: a PATCH that sets `primary` of one value to true makes the server set it
#   to false for the other values.
# Behaviour: With both libraries both values are primary.
# Output seen:
#   scim-patch [{"value":"a@acme.test","primary":true},{"value":"b@acme.test","primary":true}]
#   scimmy [{"value":"a@acme.test","primary":true},{"value":"b@acme.test","primary":true}]
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim-patch@0.8.3 scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import { scimPatch } from 'scim-patch';
import SCIMMY from 'scimmy';
const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
const user = () => ({ schemas, userName: 'babs', emails: [{ value: 'a@acme.test', primary: true }] });
const Operations = [{ op: 'add', path: 'emails', value: [{ value: 'b@acme.test', primary: true }] }];
const PatchOp = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations };
console.log('scim-patch', JSON.stringify(scimPatch(user(), Operations).emails));
const patched = await new SCIMMY.Messages.PatchOp(PatchOp).apply(new SCIMMY.Schemas.User(user()), (it) => it);
console.log('scimmy', JSON.stringify(patched.emails));
PROBE
cat >expected <<'SEEN'
scim-patch [{"value":"a@acme.test","primary":true},{"value":"b@acme.test","primary":true}]
scimmy [{"value":"a@acme.test","primary":true},{"value":"b@acme.test","primary":true}]
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
