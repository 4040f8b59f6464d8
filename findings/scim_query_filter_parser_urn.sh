#!/usr/bin/env bash
# Package: scim-query-filter-parser 2.0.4 (npm)
# Expected: RFC 7644 sections 3.4.2.2 and 3.10: an attribute may be named with the URN of its schema, and an
#   attribute of an extension must be.
# Behaviour: A filter or a sort order by such an attribute does not parse.
# Output seen:
#   filter userName function
#   filter core URN Failed to parse!
#   filter enterprise URN Failed to parse!
#   sort by core URN Failed to parse!
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim-query-filter-parser@2.0.4

cat >probe.mjs <<'PROBE'
import parser from 'scim-query-filter-parser';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User:userName';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';
const tries = [
  ['filter userName', () => parser.compileFilter('userName eq "ann"')],
  ['filter core URN', () => parser.compileFilter(`${core} eq "ann"`)],
  ['filter enterprise URN', () => parser.compileFilter(`${enterprise} eq "Sales"`)],
  ['sort by core URN', () => parser.compileSorter(core)],
];
for (const [name, attempt] of tries) {
  try {
    console.log(name, typeof attempt());
  } catch (error) {
    console.log(name, error.message);
  }
}
PROBE
cat >expected <<'SEEN'
filter userName function
filter core URN Failed to parse!
filter enterprise URN Failed to parse!
sort by core URN Failed to parse!
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
