#!/usr/bin/env bash
# Package: scim2-filter 0.2.0 (npm)
# Expected: RFC 7644 section 3.4.2.2: `not` stands before a filter in parentheses and binds closer than `and` and
#   `or`.
# Behaviour: `not` takes all that follows the parentheses with it: `not (a) or b` is read as `not (a or b)`.
# Output seen:
#   not (title pr) or active eq true {"op":"not","filter":{"op":"or","filters":[{"op":"pr","attrPath":"title"},{"op":"eq","attrPath":"active","compValue":true}]}}
#   not (title pr) and active eq true {"op":"not","filter":{"op":"and","filters":[{"op":"pr","attrPath":"title"},{"op":"eq","attrPath":"active","compValue":true}]}}
#   active eq true or not (title pr) {"op":"or","filters":[{"op":"eq","attrPath":"active","compValue":true},{"op":"not","filter":{"op":"pr","attrPath":"title"}}]}
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim2-filter@0.2.0

cat >probe.mjs <<'PROBE'
import { parse } from 'scim2-filter';
for (const text of ['not (title pr) or active eq true', 'not (title pr) and active eq true', 'active eq true or not (title pr)'])
  console.log(text, JSON.stringify(parse(text)));
PROBE
cat >expected <<'SEEN'
not (title pr) or active eq true {"op":"not","filter":{"op":"or","filters":[{"op":"pr","attrPath":"title"},{"op":"eq","attrPath":"active","compValue":true}]}}
not (title pr) and active eq true {"op":"not","filter":{"op":"and","filters":[{"op":"pr","attrPath":"title"},{"op":"eq","attrPath":"active","compValue":true}]}}
active eq true or not (title pr) {"op":"or","filters":[{"op":"eq","attrPath":"active","compValue":true},{"op":"not","filter":{"op":"pr","attrPath":"title"}}]}
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
