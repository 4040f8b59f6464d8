#!/usr/bin/env bash
# Package: scim2-filter-parser 0.7.0 (PyPI)
# Expected: RFC 7644 section 3.4.2.2 (compValue rule): a string is a JSON string, so it may hold an escaped
#   quote.
# Behaviour: The escaped quote ends the string, and the rest is a parsing error.
# Output seen:
#   nickName eq "the \"boss\"" => Parsing error at: Token(type='ATTRNAME', value='boss', lineno=1, index=19, end=23)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scim2-filter-parser==0.7.0

cat >probe.py <<'PROBE'
from scim2_filter_parser.parser import SCIMParserError
from scim2_filter_parser.queries.sql import SQLQuery

text = r'nickName eq "the \"boss\""'
try:
    print(text, SQLQuery(text, "users", {("nickName", None, None): "nick"}).params)
except SCIMParserError as error:
    print(text, "=>", error)
PROBE
cat >expected <<'SEEN'
nickName eq "the \"boss\"" => Parsing error at: Token(type='ATTRNAME', value='boss', lineno=1, index=19, end=23)
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
