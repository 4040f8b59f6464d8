#!/usr/bin/env bash
# Package: scim2-filter-parser 0.7.0 (PyPI)
# Expected: RFC 7644 section 3.4.2.2: `and` binds more strongly than `or`.
# Behaviour: `a or b and c` becomes `(a or b) and c`.
# Output seen:
#   userName sw "a" or title pr and userType pr => ((UPPER(userName) LIKE UPPER({a})) OR (title IS NOT NULL)) AND (userType IS NOT NULL)
#   userName sw "a" or (title pr and userType pr) => (UPPER(userName) LIKE UPPER({a})) OR ((title IS NOT NULL) AND (userType IS NOT NULL))
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scim2-filter-parser==0.7.0

cat >probe.py <<'PROBE'
from scim2_filter_parser.queries.sql import SQLQuery

names = {(name, None, None): name for name in ("userName", "title", "userType")}
for text in ('userName sw "a" or title pr and userType pr', 'userName sw "a" or (title pr and userType pr)'):
    print(text, "=>", SQLQuery(text, "users", names).where_sql)
PROBE
cat >expected <<'SEEN'
userName sw "a" or title pr and userType pr => ((UPPER(userName) LIKE UPPER({a})) OR (title IS NOT NULL)) AND (userType IS NOT NULL)
userName sw "a" or (title pr and userType pr) => (UPPER(userName) LIKE UPPER({a})) OR ((title IS NOT NULL) AND (userType IS NOT NULL))
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
