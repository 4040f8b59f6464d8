#!/usr/bin/env bash
# Package: scim2-parse-filter 0.2.10 (npm)
# Expected: RFC 7644 section 3.4.2.2: the conditions between square brackets apply to the same value of the
#   attribute.
# Behaviour: `type eq home` is met by one address and `primary eq true` by another, and the user matches;
#   `not` inside the brackets looks at all addresses at once.
# Output seen:
#   emails[type eq "home" and primary eq true] true
#   emails[not (type eq "work")] false
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim2-parse-filter@0.2.10

cat >probe.mjs <<'PROBE'
import { filter, parse } from 'scim2-parse-filter';
const user = {
  emails: [
    { value: 'a@acme.test', type: 'work', primary: true },
    { value: 'b@acme.test', type: 'home', primary: false },
  ],
};
for (const text of ['emails[type eq "home" and primary eq true]', 'emails[not (type eq "work")]'])
  console.log(text, filter(parse(text))(user));
PROBE
cat >expected <<'SEEN'
emails[type eq "home" and primary eq true] true
emails[not (type eq "work")] false
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
