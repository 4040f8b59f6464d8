#!/usr/bin/env bash
# Package: scim2-parse-filter 0.2.10, scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.4.2.2 (compValue rule): a string is a JSON string, so `\u006a` in it is a
#   `j`.
# Behaviour: Both compare the escape as it is written and match nothing; scim2-parse-filter does know the
#   escaped quote.
# Output seen:
#   scim2-parse-filter userName eq "b\u006aensen" false
#   scimmy userName eq "b\u006aensen" false
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim2-parse-filter@0.2.10 scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
import { filter, parse } from 'scim2-parse-filter';
const text = 'userName eq "b\\u006aensen"';
const user = { userName: 'bjensen' };
console.log('scim2-parse-filter', text, filter(parse(text))(user));
console.log('scimmy', text, new SCIMMY.Types.Filter(text).match([user]).length === 1);
PROBE
cat >expected <<'SEEN'
scim2-parse-filter userName eq "b\u006aensen" false
scimmy userName eq "b\u006aensen" false
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
