#!/usr/bin/env bash
# Package: scim-patch 0.8.3 (npm)
# Expected: RFC 7644 section 3.5.2 (PATH rule): the filter of a path ends at its own bracket; a bracket
#   inside a quoted string is part of the value.
# Behaviour: `remove` of the value whose type is `a]b` neither removes it nor fails.
# Output seen:
#   ab 1 left
#   a]b 1 left
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim-patch@0.8.3

cat >probe.mjs <<'PROBE'
import { scimPatch } from 'scim-patch';
for (const type of ['ab', 'a]b']) {
  const user = { emails: [{ value: 'a@acme.test', type }, { value: 'b@acme.test', type: 'work' }] };
  scimPatch(user, [{ op: 'remove', path: `emails[type eq "${type}"]` }]);
  console.log(type, user.emails.length, 'left');
}
PROBE
cat >expected <<'SEEN'
ab 1 left
a]b 1 left
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
