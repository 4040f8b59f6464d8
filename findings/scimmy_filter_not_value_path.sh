#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.4.2.2: `not (X)` matches a resource exactly if X does not.
# Behaviour: `not` turns both the wrong way: the user with a work address matches `not (emails[type eq
#   "work"])`, and without an address of the type `other` does not match `not (emails[type eq "other"])`.
# Output seen:
#   emails[type eq "work"] 1
#   not (emails[type eq "work"]) 1
#   emails[type eq "other"] 0
#   not (emails[type eq "other"]) 0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
const user = { emails: [{ value: 'a@acme.test', type: 'work' }, { value: 'b@acme.test', type: 'home' }] };
for (const text of ['emails[type eq "work"]', 'not (emails[type eq "work"])', 'emails[type eq "other"]', 'not (emails[type eq "other"])'])
  console.log(text, new SCIMMY.Types.Filter(text).match([user]).length);
PROBE
cat >expected <<'SEEN'
emails[type eq "work"] 1
not (emails[type eq "work"]) 1
emails[type eq "other"] 0
not (emails[type eq "other"]) 0
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
