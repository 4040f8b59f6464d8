#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.4.2.4: `startIndex` is the index of the first result of the page, so a page
#   past the end is empty.
# Behaviour: A startIndex past the end gives the first results again, under that startIndex.
# Output seen:
#   1 3 [{"userName":"ann"}]
#   3 3 [{"userName":"cas"}]
#   4 3 [{"userName":"ann"}]
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
const users = ['ann', 'ben', 'cas'].map((userName) => ({ userName }));
for (const startIndex of [1, 3, 4]) {
  const list = new SCIMMY.Messages.ListResponse([...users], { startIndex, count: 1 });
  console.log(list.startIndex, list.totalResults, JSON.stringify(list.Resources));
}
PROBE
cat >expected <<'SEEN'
1 3 [{"userName":"ann"}]
3 3 [{"userName":"cas"}]
4 3 [{"userName":"ann"}]
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
