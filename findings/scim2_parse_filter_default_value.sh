#!/usr/bin/env bash
# Package: scim2-parse-filter 0.2.10 (npm)
# Expected: RFC 7644 section 3.4.2.2 gives `schemas eq "urn:…"` and `emails co "example.com"` as examples: a
#   multi-valued attribute matches by any of its values, a complex one by its `value`.
# Behaviour: Both never match; `emails.value co` does.
# Output seen:
#   schemas eq "urn:ietf:params:scim:schemas:core:2.0:User" false
#   emails co "example.com" false
#   emails.value co "example.com" true
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim2-parse-filter@0.2.10

cat >probe.mjs <<'PROBE'
import { filter, parse } from 'scim2-parse-filter';
const schema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const user = { schemas: [schema], emails: [{ value: 'babs@example.com' }] };
for (const text of [`schemas eq "${schema}"`, 'emails co "example.com"', 'emails.value co "example.com"'])
  console.log(text, filter(parse(text))(user));
PROBE
cat >expected <<'SEEN'
schemas eq "urn:ietf:params:scim:schemas:core:2.0:User" false
emails co "example.com" false
emails.value co "example.com" true
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
