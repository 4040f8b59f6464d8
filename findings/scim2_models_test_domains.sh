#!/usr/bin/env bash
# Package: scim2-models 0.12.3 (PyPI)
# Expected: RFC 7643 section 4.1.2: the value of an email address should be one of RFC 5321; RFC 2606
#   section 2 reserves `.test` for tests.
# Behaviour: An address of a reserved domain makes the whole user invalid; one of `example.com`, as reserved
#   as the others, is accepted.
# Output seen:
#   babs@example.com is accepted
#   babs@acme.test value is not a valid email address: The part after the @-sign is a special-use or reserved name that cannot be used with email.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scim2-models==0.12.3

cat >probe.py <<'PROBE'
from pydantic import ValidationError
from scim2_models import User

for address in ("babs@example.com", "babs@acme.test"):
    try:
        User.model_validate({"userName": "babs", "emails": [{"value": address}]})
        print(address, "is accepted")
    except ValidationError as error:
        print(address, error.errors()[0]["msg"])
PROBE
cat >expected <<'SEEN'
babs@example.com is accepted
babs@acme.test value is not a valid email address: The part after the @-sign is a special-use or reserved name that cannot be used with email.
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
