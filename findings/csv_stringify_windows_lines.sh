#!/usr/bin/env bash
# Package: csv-stringify 6.9.0 (npm)
# Expected: RFC 4180 section 2: a record ends with CRLF, and a field that holds a CR or LF is between double quotes.
# Behaviour: By default a field with a line break is quoted. With `record_delimiter: 'windows'`, the line end of the RFC, a
#   bare LF or CR in a field is not: a reader such as the module `csv` of Python makes two records of one. To give a
#   `record_delimiter` turns off `quote_record_delimiter`, which can be turned on again.
# Output seen: a record with a line break as it is written, and as Python reads it
#   default "first\nsecond",babs\n [['first\nsecond', 'babs']]
#   windows first\nsecond,babs\r\n [['first'], ['second', 'babs']]
#   windows and quote_record_delimiter "first\nsecond",babs\r\n [['first\nsecond', 'babs']]
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock csv-stringify@6.9.0

cat >probe.mjs <<'PROBE'
import { execFileSync } from 'node:child_process';
import { stringify } from 'csv-stringify/sync';

const reader = 'import csv, io, sys; print(list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, newline=""))))';
function show(name, options) {
  const input = stringify([['first\nsecond', 'babs']], options);
  const written = input.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  console.log(name, written, String(execFileSync('python3', ['-c', reader], { input })).trim());
}
show('default', {});
show('windows', { record_delimiter: 'windows' });
show('windows and quote_record_delimiter', { record_delimiter: 'windows', quote_record_delimiter: true });
PROBE
cat >expected <<'SEEN'
default "first\nsecond",babs\n [['first\nsecond', 'babs']]
windows first\nsecond,babs\r\n [['first'], ['second', 'babs']]
windows and quote_record_delimiter "first\nsecond",babs\r\n [['first\nsecond', 'babs']]
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
