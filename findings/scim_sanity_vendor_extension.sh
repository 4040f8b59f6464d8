#!/usr/bin/env bash
# Package: scim-sanity 0.7.4 (PyPI)
# Expected: RFC 7643 section 3.3: a resource may have extensions of any vendor, declared by their URN in
#   `schemas`.
# Behaviour: A user with the enterprise extension is valid, one with another extension is not: "Unknown
#   schema URN".
# Output seen:
#   urn:ietf:params:scim:schemas:extension:enterprise:2.0:User is valid: True
#   urn:ietf:params:scim:schemas:extension:acme:2.0:User is valid: False
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

for urn in ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "urn:ietf:params:scim:schemas:extension:acme:2.0:User"):
    schemas = ["urn:ietf:params:scim:schemas:core:2.0:User", urn]
    run = check(schemas=schemas, **{urn: {"department": "Sales"}})
    print(urn, "is valid:", run.returncode == 0)
PROBE
cat >expected <<'SEEN'
urn:ietf:params:scim:schemas:extension:enterprise:2.0:User is valid: True
urn:ietf:params:scim:schemas:extension:acme:2.0:User is valid: False
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
