#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.4.2: `itemsPerPage` is the number of resources that the page holds.
# Behaviour: It is the number asked for, or 20, whatever the page holds.
# Output seen:
#   count undefined itemsPerPage 20 resources 3
#   count 2 itemsPerPage 2 resources 2
#   count 10 itemsPerPage 10 resources 3
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
const users = ['ann', 'ben', 'cas'].map((userName) => ({ userName }));
for (const count of [undefined, 2, 10]) {
  const list = new SCIMMY.Messages.ListResponse([...users], count ? { count } : {});
  console.log('count', count, 'itemsPerPage', list.itemsPerPage, 'resources', list.Resources.length);
}
PROBE
cat >expected <<'SEEN'
count undefined itemsPerPage 20 resources 3
count 2 itemsPerPage 2 resources 2
count 10 itemsPerPage 10 resources 3
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
