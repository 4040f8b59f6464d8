#!/usr/bin/env bash
# Package: scim2-filter 0.2.0 (npm)
# Expected: RFC 7644 section 3.4.2.2: a filter on a multi-valued attribute matches if any value matches; `schemas
#   eq …` is one of its examples.
# Behaviour: `eq` compares the whole list, so it never matches, `ne` always does; `co` and `sw` look at the
#   values. The default sub-attribute `value` is not looked at.
# Output seen:
#   schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" false
#   schemas ne "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" true
#   schemas co "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" true
#   emails.value co "acme" true
#   emails co "acme" false
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim2-filter@0.2.0

cat >probe.mjs <<'PROBE'
import { filter, parse } from 'scim2-filter';
const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const user = { schemas: [urn], emails: [{ value: 'ann@acme.test' }] };
const texts = [`schemas eq "${urn}"`, `schemas ne "${urn}"`, `schemas co "${urn}"`, 'emails.value co "acme"', 'emails co "acme"'];
for (const text of texts) console.log(text, filter(parse(text))(user));
PROBE
cat >expected <<'SEEN'
schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" false
schemas ne "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" true
schemas co "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" true
emails.value co "acme" true
emails co "acme" false
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
