#!/usr/bin/env bash
# Package: scim-query-filter-parser 2.0.4 (npm)
# Expected: RFC 7644 section 3.4.2.3: resources without the attribute come last when ascending; userName is not
#   case exact (RFC 7643 section 4.1.1).
# Behaviour: Resources without the attribute come first, and upper case comes before lower case.
# Output seen:
#   userName ["nameless","named"]
#   userName ["Bob","ann"]
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim-query-filter-parser@2.0.4

cat >probe.mjs <<'PROBE'
import parser from 'scim-query-filter-parser';
const show = (by, users) => console.log(by, JSON.stringify([...users].sort(parser.compileSorter(by)).map((user) => user.id)));
show('userName', [{ id: 'named', userName: 'ann' }, { id: 'nameless' }]);
show('userName', [{ id: 'Bob', userName: 'Bob' }, { id: 'ann', userName: 'ann' }]);
PROBE
cat >expected <<'SEEN'
userName ["nameless","named"]
userName ["Bob","ann"]
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
