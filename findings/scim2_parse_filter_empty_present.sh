#!/usr/bin/env bash
# Package: scim2-parse-filter 0.2.10 (npm)
# Expected: RFC 7644 section 3.4.2.2 (`pr`): an attribute is present if it has a non-empty value; RFC 7643
#   section 2.5: null and an empty array are no value.
# Behaviour: The empty string, the empty array and null are all present.
# Output seen:
#   {"title":""} true
#   {"title":[]} true
#   {"title":null} true
#   {} false
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim2-parse-filter@0.2.10

cat >probe.mjs <<'PROBE'
import { filter, parse } from 'scim2-parse-filter';
for (const title of ['', [], null, undefined])
  console.log(JSON.stringify({ title }), filter(parse('title pr'))({ title }));
PROBE
cat >expected <<'SEEN'
{"title":""} true
{"title":[]} true
{"title":null} true
{} false
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
