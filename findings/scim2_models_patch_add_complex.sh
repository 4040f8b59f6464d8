#!/usr/bin/env bash
# Package: scim2-models 0.6.12 (PyPI)
# Expected: RFC 7644 section 3.5.2.1: `add` to a complex attribute takes a set of its sub-attributes, and
#   adds them.
# Behaviour: `add` replaces the name: the family name is gone.
# Output seen:
#   {'given_name': 'Barbara'}
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scim2-models==0.6.12

cat >probe.py <<'PROBE'
from scim2_models import Name, PatchOp, User

user = User(user_name="babs", name=Name(family_name="Jensen"))
operation = {"op": "add", "path": "name", "value": {"givenName": "Barbara"}}
message = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]}
PatchOp[User].model_validate(message).patch(user)
print(user.name.model_dump(exclude_none=True))
PROBE
cat >expected <<'SEEN'
{'given_name': 'Barbara'}
SEEN
venv/bin/python probe.py | tee seen
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
