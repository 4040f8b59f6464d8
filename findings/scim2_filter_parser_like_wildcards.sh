#!/usr/bin/env bash
# Package: scim2-filter-parser 0.7.0 (PyPI)
# Expected: RFC 7644 section 3.4.2.2: `co` and `sw` look for the string itself.
# Behaviour: `_` and `%` in the string are left as wildcards of SQL's LIKE, so `a_b` also finds `axb`.
# Output seen:
#   userName co "a_b" => ['a_b', 'axb']
#   userName sw "5%off" => ['5%off', '50 off']
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scim2-filter-parser==0.7.0

cat >probe.py <<'PROBE'
import sqlite3

from scim2_filter_parser.queries.sql import SQLQuery

class Query(SQLQuery):
    placeholder = "?"

db = sqlite3.connect(":memory:")
db.execute("create table users (name)")
db.executemany("insert into users values (?)", [("a_b",), ("axb",), ("5%off",), ("50 off",)])
for text in ('userName co "a_b"', 'userName sw "5%off"'):
    query = Query(text, "users", {("userName", None, None): "name"})
    print(text, "=>", [row[0] for row in db.execute(query.sql, query.params)])
PROBE
cat >expected <<'SEEN'
userName co "a_b" => ['a_b', 'axb']
userName sw "5%off" => ['5%off', '50 off']
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
