#!/usr/bin/env bash
# Package: scim-patch 0.8.3 (npm)
# Expected: RFC 7643 section 2.1: attribute names are case insensitive, so a `replace` of `USERNAME` changes
#   `userName`.
# Behaviour: The old value stays and the resource gets a second attribute.
# Output seen:
#   {"userName":"bjensen","USERNAME":"babs"}
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim-patch@0.8.3

cat >probe.mjs <<'PROBE'
import { scimPatch } from 'scim-patch';
const user = { userName: 'bjensen' };
scimPatch(user, [{ op: 'replace', path: 'USERNAME', value: 'babs' }]);
console.log(JSON.stringify(user));
PROBE
cat >expected <<'SEEN'
{"userName":"bjensen","USERNAME":"babs"}
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
