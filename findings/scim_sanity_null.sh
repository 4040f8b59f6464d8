#!/usr/bin/env bash
# Package: scim-sanity 0.7.4 (PyPI)
# Expected: RFC 7643 section 2.5: null and an empty array are both the same as no value.
# Behaviour: A user with a null is invalid, with the advice to send a PATCH; one with an empty array is
#   valid.
# Output seen:
#   {} is valid: True
#   {"emails": []} is valid: True
#   {"nickName": null} is valid: False
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scim-sanity==0.7.4

cat >probe.py <<'PROBE'
import json
import subprocess
import sys
from pathlib import Path


def check(**attributes):
    user = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "babs"} | attributes
    command = [str(Path(sys.executable).with_name("scim-sanity")), "--stdin"]
    return subprocess.run(command, input=json.dumps(user), capture_output=True, text=True)

for attributes in ({}, {"emails": []}, {"nickName": None}):
    print(json.dumps(attributes), "is valid:", check(**attributes).returncode == 0)
PROBE
cat >expected <<'SEEN'
{} is valid: True
{"emails": []} is valid: True
{"nickName": null} is valid: False
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
