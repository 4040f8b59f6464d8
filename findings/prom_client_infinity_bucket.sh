#!/usr/bin/env bash
# Package: prom-client 15.1.3 (npm), prometheus-client 0.26.0 (PyPI)
# Expected: OpenMetrics 1.0, section "Histogram": a histogram has a bucket +Inf; the client for Go takes a last bucket of
#   +Inf as that one.
# Behaviour: prom-client writes a bucket for the limit Infinity, labelled with the name that JavaScript has for it, beside
#   its own +Inf. The parser of prometheus-client then refuses the whole answer.
# Output seen:
#   buckets 0.1 1
#    wait_bucket{le="0.1"} 0
#    wait_bucket{le="1"} 0
#    wait_bucket{le="+Inf"} 1
#    read: ['wait']
#   buckets 0.1 1 Infinity
#    wait_bucket{le="0.1"} 0
#    wait_bucket{le="1"} 0
#    wait_bucket{le="Infinity"} 1
#    wait_bucket{le="+Inf"} 1
#    refused: Invalid le label: wait_bucket{le="Infinity"} 1
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock prom-client@15.1.3
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check prometheus-client==0.26.0

cat >probe.mjs <<'PROBE'
import { Histogram, Registry } from 'prom-client';

const register = new Registry();
register.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
const buckets = process.argv[2].split(' ').map(Number);
new Histogram({ name: 'wait', help: 'Seconds of waiting', registers: [register], buckets }).observe(2);
console.log(await register.metrics());
PROBE
cat >probe.py <<'PROBE'
import subprocess
from prometheus_client.openmetrics.parser import text_string_to_metric_families

for buckets in ("0.1 1", "0.1 1 Infinity"):
    text = subprocess.run(["node", "probe.mjs", buckets], capture_output=True, text=True, check=True).stdout
    print("buckets", buckets)
    for line in text.splitlines():
        if "_bucket" in line:
            print("", line)
    try:
        print(" read:", [family.name for family in text_string_to_metric_families(text.strip() + "\n")])
    except ValueError as error:
        print(" refused:", error)
PROBE
cat >expected <<'SEEN'
buckets 0.1 1
 wait_bucket{le="0.1"} 0
 wait_bucket{le="1"} 0
 wait_bucket{le="+Inf"} 1
 read: ['wait']
buckets 0.1 1 Infinity
 wait_bucket{le="0.1"} 0
 wait_bucket{le="1"} 0
 wait_bucket{le="Infinity"} 1
 wait_bucket{le="+Inf"} 1
 refused: Invalid le label: wait_bucket{le="Infinity"} 1
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
