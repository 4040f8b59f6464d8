#!/usr/bin/env bash
# Package: scim-patch 0.8.3, scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.5.2.3: without `path` each attribute in `value` is replaced as if a path
#   named it, so both forms have one result.
# Behaviour: scim-patch keeps the family name with a path and loses it without one; SCIMMY does the reverse.
# Output seen:
#   scim-patch with path {"familyName":"Jensen","givenName":"Barbara"}
#   scimmy with path {"givenName":"Barbara"}
#   scim-patch without path {"givenName":"Barbara"}
#   scimmy without path {"familyName":"Jensen","givenName":"Barbara"}
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim-patch@0.8.3 scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import { scimPatch } from 'scim-patch';
import SCIMMY from 'scimmy';
const user = () => ({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'babs', name: { familyName: 'Jensen' } });
const name = { givenName: 'Barbara' };
for (const operation of [{ op: 'replace', path: 'name', value: name }, { op: 'replace', value: { name } }]) {
  const form = 'path' in operation ? 'with path' : 'without path';
  console.log('scim-patch', form, JSON.stringify(scimPatch(user(), [operation]).name));
  const message = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] };
  const patched = await new SCIMMY.Messages.PatchOp(message).apply(new SCIMMY.Schemas.User(user()), (it) => it);
  console.log('scimmy', form, JSON.stringify(patched.name));
}
PROBE
cat >expected <<'SEEN'
scim-patch with path {"familyName":"Jensen","givenName":"Barbara"}
scimmy with path {"givenName":"Barbara"}
scim-patch without path {"givenName":"Barbara"}
scimmy without path {"familyName":"Jensen","givenName":"Barbara"}
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
