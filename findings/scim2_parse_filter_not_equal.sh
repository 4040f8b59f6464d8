#!/usr/bin/env bash
# Package: scim2-parse-filter 0.2.10 (npm)
# Expected: RFC 7644 section 3.4.2.2: `ne` is true if the values are not identical, so `nickName ne "x"` and
#   `not (nickName eq "x")` agree, also for a user without a nickname.
# Behaviour: Without the attribute `ne` is false and `not (… eq …)` is true; with `eq null`, the value that
#   RFC 7643 section 2.5 equates with no value, it is false.
# Output seen:
#   nickName ne "x" false
#   not (nickName eq "x") true
#   nickName eq null false
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim2-parse-filter@0.2.10

cat >probe.mjs <<'PROBE'
import { filter, parse } from 'scim2-parse-filter';
const user = { userName: 'bjensen' };
for (const text of ['nickName ne "x"', 'not (nickName eq "x")', 'nickName eq null'])
  console.log(text, filter(parse(text))(user));
PROBE
cat >expected <<'SEEN'
nickName ne "x" false
not (nickName eq "x") true
nickName eq null false
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
