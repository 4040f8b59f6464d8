#!/usr/bin/env bash
# Package: scim2-filter-parser 0.7.0 (PyPI)
# Expected: RFC 7644 section 3.4.2.2 (compValue rule): true, null and numbers are JSON values, other than
#   the strings.
# Behaviour: They become the strings `TRUE`, `NULL` and `5`: SQLite finds no active user, no user without a
#   title, and a user whose title is the word NULL.
# Output seen:
#   active eq true => ['TRUE'] []
#   title eq null => ['NULL'] ['ben']
#   logins eq 5 => ['5'] []
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

names = {(name, None, None): name for name in ("active", "title", "logins")}
db = sqlite3.connect(":memory:")
db.execute("create table users (name, active, title, logins)")
db.executemany("insert into users values (?, ?, ?, ?)", [("ann", True, None, 5), ("ben", False, "NULL", 7)])
for text in ("active eq true", "title eq null", "logins eq 5"):
    query = Query(text, "users", names)
    print(text, "=>", query.params, [row[0] for row in db.execute(query.sql, query.params)])
PROBE
cat >expected <<'SEEN'
active eq true => ['TRUE'] []
title eq null => ['NULL'] ['ben']
logins eq 5 => ['5'] []
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
