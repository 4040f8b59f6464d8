#!/usr/bin/env bash
# Package: scim2-filter 0.2.0 (npm)
# Expected: RFC 7644 section 3.4.2.2, table 4: `and` matches if both conditions match, `or` if either does.
# Behaviour: Every filter with `and` or `or` is parsed as it should be and matches nothing.
# Output seen:
#   userName eq "ann" true
#   active eq true true
#   userName eq "ann" and active eq true false
#   userName eq "ann" or active eq true false
#   ["userName","active"]
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim2-filter@0.2.0

cat >probe.mjs <<'PROBE'
import { filter, parse } from 'scim2-filter';
const user = { userName: 'ann', title: 'Dr', active: true };
const texts = [
  'userName eq "ann"',
  'active eq true',
  'userName eq "ann" and active eq true',
  'userName eq "ann" or active eq true',
];
for (const text of texts) console.log(text, filter(parse(text))(user));
console.log(JSON.stringify(parse(texts[2]).filters.map(({ attrPath }) => attrPath)));
PROBE
cat >expected <<'SEEN'
userName eq "ann" true
active eq true true
userName eq "ann" and active eq true false
userName eq "ann" or active eq true false
["userName","active"]
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
