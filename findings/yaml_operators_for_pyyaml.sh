#!/usr/bin/env bash
# Package: yaml 2.9.1 (npm), js-yaml 4.1.0 (npm), PyYAML 6.0.4 (PyPI)
# Expected: YAML 1.2.2 section 10.3.2: a plain = is a string; section 7.3.3: a plain string may have a tab inside. So a list of
#   operators, such as an enum of an OpenAPI document, passes from one library to the other.
# Behaviour: yaml writes both plain, and PyYAML, whose language is YAML 1.1, refuses them: it takes = for the type `value` of
#   YAML 1.1, for which its loader has no constructor, and the tab for an error. js-yaml puts both in quotes.
# Output seen:
#   yaml ["<", ">"] is the same
#   js-yaml ["<", ">"] is the same
#   yaml ["=", "<", ">"] ConstructorError could not determine a constructor for the tag 'tag:yaml.org,2002:value'
#   js-yaml ["=", "<", ">"] is the same
#   yaml ["a\tb"] ScannerError found character '\t' that cannot start any token
#   js-yaml ["a\tb"] is the same
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock yaml@2.9.1 js-yaml@4.1.0
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4

cat >probe.mjs <<'PROBE'
import jsYaml from 'js-yaml';
import { stringify } from 'yaml';

const writers = { yaml: stringify, 'js-yaml': jsYaml.dump };
console.log(writers[process.argv[2]]({ enum: JSON.parse(process.argv[3]) }));
PROBE
cat >probe.py <<'PROBE'
import json
import subprocess
import yaml

for values in (["<", ">"], ["=", "<", ">"], ["a\tb"]):
    for writer in ("yaml", "js-yaml"):
        given = json.dumps(values)
        text = subprocess.run(["node", "probe.mjs", writer, given], capture_output=True, text=True, check=True).stdout
        try:
            same = yaml.safe_load(text)["enum"] == values
            print(writer, given, "is the same" if same else "is another")
        except yaml.YAMLError as error:
            print(writer, given, type(error).__name__, error.problem)
PROBE
cat >expected <<'SEEN'
yaml ["<", ">"] is the same
js-yaml ["<", ">"] is the same
yaml ["=", "<", ">"] ConstructorError could not determine a constructor for the tag 'tag:yaml.org,2002:value'
js-yaml ["=", "<", ">"] is the same
yaml ["a\tb"] ScannerError found character '\t' that cannot start any token
js-yaml ["a\tb"] is the same
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
