#!/usr/bin/env bash
# Package: scim2-parse-filter 0.2.10 (npm)
# Expected: RFC 7644 section 3.4.2.2: dates are compared in time; RFC 7643 section 2.3.5: a dateTime may
#   have an offset.
# Behaviour: The date is compared as text, so the same instant with an offset or with milliseconds is
#   another one, and an earlier one counts as later.
# Output seen:
#   meta.lastModified eq "2011-05-13T06:42:34+02:00" false
#   meta.lastModified eq "2011-05-13T04:42:34.000Z" false
#   meta.lastModified lt "2011-05-13T05:00:00+02:00" true
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim2-parse-filter@0.2.10

cat >probe.mjs <<'PROBE'
import { filter, parse } from 'scim2-parse-filter';
const user = { meta: { lastModified: '2011-05-13T04:42:34Z' } };
for (const condition of ['eq "2011-05-13T06:42:34+02:00"', 'eq "2011-05-13T04:42:34.000Z"', 'lt "2011-05-13T05:00:00+02:00"'])
  console.log('meta.lastModified', condition, filter(parse(`meta.lastModified ${condition}`))(user));
PROBE
cat >expected <<'SEEN'
meta.lastModified eq "2011-05-13T06:42:34+02:00" false
meta.lastModified eq "2011-05-13T04:42:34.000Z" false
meta.lastModified lt "2011-05-13T05:00:00+02:00" true
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
