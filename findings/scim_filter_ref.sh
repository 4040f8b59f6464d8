#!/usr/bin/env bash
# Package: scim2-parse-filter 0.2.10, scimmy 1.3.5 (npm)
# Expected: RFC 7643 section 2.4 gives multi-valued attributes a sub-attribute `$ref`, and its schemas list
#   it (section 8.7.1); the ATTRNAME rule of RFC 7644 section 3.4.2.2 has no `$`.
# Behaviour: scim2-parse-filter keeps to the rule and refuses the name, SCIMMY keeps to the schema and finds
#   the member.
# Output seen:
#   scim2-parse-filter unexpected token $ref ew "Users/1"]
#   scimmy true
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim2-parse-filter@0.2.10 scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
import { filter, parse } from 'scim2-parse-filter';
const group = { members: [{ value: '1', $ref: 'https://acme.test/Users/1' }] };
const text = 'members[$ref ew "Users/1"]';
const engines = {
  'scim2-parse-filter': () => filter(parse(text))(group),
  scimmy: () => new SCIMMY.Types.Filter(text).match([group]).length === 1,
};
for (const [name, match] of Object.entries(engines))
  try {
    console.log(name, match());
  } catch (error) {
    console.log(name, error.message);
  }
PROBE
cat >expected <<'SEEN'
scim2-parse-filter unexpected token $ref ew "Users/1"]
scimmy true
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
