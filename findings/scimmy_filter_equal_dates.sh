#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.4.2.2: dates are compared in time, by every operator.
# Behaviour: `ge` and `le` both hold for the same instant with milliseconds or an offset, `eq` does not.
# Output seen:
#   ge 2011-05-13T04:42:34.000Z 1
#   le 2011-05-13T04:42:34.000Z 1
#   eq 2011-05-13T04:42:34.000Z 0
#   ge 2011-05-13T06:42:34+02:00 1
#   le 2011-05-13T06:42:34+02:00 1
#   eq 2011-05-13T06:42:34+02:00 0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
const user = { meta: { lastModified: '2011-05-13T04:42:34Z' } };
for (const date of ['2011-05-13T04:42:34.000Z', '2011-05-13T06:42:34+02:00'])
  for (const operator of ['ge', 'le', 'eq'])
    console.log(operator, date, new SCIMMY.Types.Filter(`meta.lastModified ${operator} "${date}"`).match([user]).length);
PROBE
cat >expected <<'SEEN'
ge 2011-05-13T04:42:34.000Z 1
le 2011-05-13T04:42:34.000Z 1
eq 2011-05-13T04:42:34.000Z 0
ge 2011-05-13T06:42:34+02:00 1
le 2011-05-13T06:42:34+02:00 1
eq 2011-05-13T06:42:34+02:00 0
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
