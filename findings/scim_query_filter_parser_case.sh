#!/usr/bin/env bash
# Package: scim-query-filter-parser 2.0.4 (npm)
# Expected: RFC 7643 section 4.1.1: userName is not case exact, and RFC 7644 section 3.4.2.2 lets the schema
#   decide for every operator.
# Behaviour: `eq` and `ne` ignore case, `co`, `sw` and `ew` do not: a name that equals another does not start with
#   it.
# Output seen:
#   eq true
#   ne false
#   co false
#   sw false
#   ew false
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock scim-query-filter-parser@2.0.4

cat >probe.mjs <<'PROBE'
import parser from 'scim-query-filter-parser';
for (const operator of ['eq', 'ne', 'co', 'sw', 'ew'])
  console.log(operator, parser.compileFilter(`userName ${operator} "ann@acme.test"`)({ userName: 'Ann@acme.test' }));
PROBE
cat >expected <<'SEEN'
eq true
ne false
co false
sw false
ew false
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
