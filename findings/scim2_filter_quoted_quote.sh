#!/usr/bin/env bash
# Package: scim2-filter 0.2.0 (npm)
# Expected: RFC 7644 section 3.4.2.2: a value is a JSON string (RFC 8259 section 7), in which `\"` is a quote.
# Behaviour: A string that holds a quote is cut there, and the rest is an unexpected token; `\u0022` is
#   understood.
# Output seen:
#   displayName eq "the \"A\" team" -> unexpected token \" team"
#   displayName eq "the \u0022A\u0022 team" -> the "A" team
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim2-filter@0.2.0

cat >probe.mjs <<'PROBE'
import { parse } from 'scim2-filter';
for (const text of [String.raw`displayName eq "the \"A\" team"`, String.raw`displayName eq "the \u0022A\u0022 team"`]) {
  try {
    console.log(text, '->', parse(text).compValue);
  } catch (error) {
    console.log(text, '->', error.message.split('\n')[0]);
  }
}
PROBE
cat >expected <<'SEEN'
displayName eq "the \"A\" team" -> unexpected token \" team"
displayName eq "the \u0022A\u0022 team" -> the "A" team
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
