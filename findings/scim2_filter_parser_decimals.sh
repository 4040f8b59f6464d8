#!/usr/bin/env bash
# Package: scim2-filter-parser 0.7.0 (PyPI)
# Expected: RFC 7644 section 3.4.2.2 (compValue rule): a number is a JSON number, so it may have a fraction
#   or a sign.
# Behaviour: The lexer takes whole numbers only.
# Output seen:
#   5 ['5']
#   5.5 Illegal character in filter query '.'
#   -1 Illegal character in filter query '-'
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scim2-filter-parser==0.7.0

cat >probe.py <<'PROBE'
from scim2_filter_parser.queries.sql import SQLQuery

for number in ("5", "5.5", "-1"):
    try:
        print(number, SQLQuery(f"score gt {number}", "users", {("score", None, None): "score"}).params)
    except ValueError as error:
        print(number, error)
PROBE
cat >expected <<'SEEN'
5 ['5']
5.5 Illegal character in filter query '.'
-1 Illegal character in filter query '-'
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
