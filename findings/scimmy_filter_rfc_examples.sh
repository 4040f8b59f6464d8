#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7644 section 3.4.2.2 gives these four filters, of which every one matches this user.
# Behaviour: `eq` and `co` on a multi-valued attribute throw a TypeError, as does `pr` on one that the user
#   has; only the filter in square brackets works.
# Output seen:
#   schemas eq "urn:ietf:params:scim:schemas:core:2.0:User" TypeError
#   emails co "example.com" TypeError
#   emails pr TypeError
#   emails[type eq "work"] 1
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
const schema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const user = { schemas: [schema], emails: [{ value: 'babs@example.com', type: 'work' }] };
for (const text of [`schemas eq "${schema}"`, 'emails co "example.com"', 'emails pr', 'emails[type eq "work"]'])
  try {
    console.log(text, new SCIMMY.Types.Filter(text).match([user]).length);
  } catch (error) {
    console.log(text, error.name);
  }
PROBE
cat >expected <<'SEEN'
schemas eq "urn:ietf:params:scim:schemas:core:2.0:User" TypeError
emails co "example.com" TypeError
emails pr TypeError
emails[type eq "work"] 1
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
