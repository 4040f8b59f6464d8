#!/usr/bin/env bash
# Package: scimmy 1.3.5 (npm)
# Expected: RFC 7643 section 8.7.1: `type` of a phone number is not case exact, so `Work` is the canonical
#   `work`.
# Behaviour: `Work` is refused as a non-canonical value.
# Output seen:
#   work 1
#   Work Attribute 'type' contains non-canonical value from complex attribute 'phoneNumbers'
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scimmy@1.3.5

cat >probe.mjs <<'PROBE'
import SCIMMY from 'scimmy';
const { User } = SCIMMY.Schemas;
for (const type of ['work', 'Work'])
  try {
    const phoneNumbers = [{ value: '+1 201 555 0123', type }];
    console.log(type, new User({ schemas: [User.definition.id], userName: 'babs', phoneNumbers }, 'in').phoneNumbers.length);
  } catch (error) {
    console.log(type, error.message);
  }
PROBE
cat >expected <<'SEEN'
work 1
Work Attribute 'type' contains non-canonical value from complex attribute 'phoneNumbers'
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
