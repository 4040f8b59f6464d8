#!/usr/bin/env bash
# Package: scim-patch 0.8.3 (npm)
# Expected: RFC 7644 section 3.5.2.3: a `replace` whose value filter matches nothing fails with 400
#   `noTarget`.
# Behaviour: A filter of one `eq` makes a new value out of the filter; with a second condition the same
#   operation throws NoTarget.
# Output seen:
#   emails[type eq "home"].value {"emails":[{"value":"a@acme.test","type":"work"},{"type":"home","value":"b@acme.test"}]}
#   emails[type eq "home" and primary eq true].value NoTarget
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim-patch@0.8.3

cat >probe.mjs <<'PROBE'
import { scimPatch } from 'scim-patch';
for (const path of ['emails[type eq "home"].value', 'emails[type eq "home" and primary eq true].value']) {
  const user = { emails: [{ value: 'a@acme.test', type: 'work' }] };
  try {
    scimPatch(user, [{ op: 'replace', path, value: 'b@acme.test' }]);
    console.log(path, JSON.stringify(user));
  } catch (error) {
    console.log(path, error.constructor.name);
  }
}
PROBE
cat >expected <<'SEEN'
emails[type eq "home"].value {"emails":[{"value":"a@acme.test","type":"work"},{"type":"home","value":"b@acme.test"}]}
emails[type eq "home" and primary eq true].value NoTarget
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
