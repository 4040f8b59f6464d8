#!/usr/bin/env bash
# Package: scim-query-filter-parser 2.0.4 (npm)
# Expected: RFC 7644 section 3.4.2.2: the grammar (figure 1) writes `not(…)`, the examples write `not (…)`.
# Behaviour: `not (…)` does not parse, and at `not(…)` the parser stops with an error of its own. Nothing can be
#   negated.
# Output seen:
#   title pr -> false
#   not (title pr) -> Failed to parse!
#   not(title pr) -> INVARIANT: Expected 1 prefixLogicalExpressionOperator, but got 0;
#   active eq true and not (title pr) -> Failed to parse!
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim-query-filter-parser@2.0.4

cat >probe.mjs <<'PROBE'
import parser from 'scim-query-filter-parser';
for (const text of ['title pr', 'not (title pr)', 'not(title pr)', 'active eq true and not (title pr)']) {
  try {
    console.log(text, '->', parser.compileFilter(text)({ active: true }));
  } catch (error) {
    console.log(text, '->', error.message);
  }
}
PROBE
cat >expected <<'SEEN'
title pr -> false
not (title pr) -> Failed to parse!
not(title pr) -> INVARIANT: Expected 1 prefixLogicalExpressionOperator, but got 0;
active eq true and not (title pr) -> Failed to parse!
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
