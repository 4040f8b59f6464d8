#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.4.2.2 (FILTER rule): a group may hold another group.
# Behaviour: The second closing bracket is an unexpected token, with or without a space between the two.
# Output seen:
#   title pr and (userName eq "x" or (userName sw "b")) Unexpected token ')' in filter
#   title pr and (userName eq "x" or (userName sw "b") ) Unexpected token ')' in filter
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
const user = { userName: 'babs', title: 'Guide' };
for (const text of ['title pr and (userName eq "x" or (userName sw "b"))', 'title pr and (userName eq "x" or (userName sw "b") )'])
  try {
    console.log(text, new SCIMMY.Types.Filter(text).match([user]).length);
  } catch (error) {
    console.log(text, error.message);
  }
PROBE
cat >expected <<'SEEN'
title pr and (userName eq "x" or (userName sw "b")) Unexpected token ')' in filter
title pr and (userName eq "x" or (userName sw "b") ) Unexpected token ')' in filter
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
