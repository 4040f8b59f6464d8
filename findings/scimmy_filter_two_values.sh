#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.4.2.2: each condition on a multi-valued attribute matches by any value; only
#   square brackets bind conditions to one value.
# Behaviour: Without brackets both conditions must hold for the same value, so a user with a work and a home
#   address does not match.
# Output seen:
#   emails.type eq "work" 1
#   emails.type eq "home" 1
#   emails.type eq "work" and emails.type eq "home" 0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
const user = { emails: [{ value: 'a@acme.test', type: 'work' }, { value: 'b@acme.test', type: 'home' }] };
for (const text of ['emails.type eq "work"', 'emails.type eq "home"', 'emails.type eq "work" and emails.type eq "home"'])
  console.log(text, new SCIMMY.Types.Filter(text).match([user]).length);
PROBE
cat >expected <<'SEEN'
emails.type eq "work" 1
emails.type eq "home" 1
emails.type eq "work" and emails.type eq "home" 0
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
