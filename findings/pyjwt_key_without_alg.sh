#!/usr/bin/env bash
# Package: jose 6.2.18 (npm), PyJWT 2.15.1 (PyPI)
# Expected: RFC 7517 section 4.4: the `alg` of a key is optional, and without it the key is for each algorithm of its type.
# Behaviour: PyJWT takes an RSA key without `alg`, which is what `exportJWK` of jose makes, as a key for RS256: it refuses
#   a token of PS256 or RS384 although the caller allows that algorithm. The key inside the PyJWK verifies it.
# Output seen:
#   RS256 PyJWK verifies
#   RS256 its key verifies
#   RS384 PyJWK InvalidAlgorithmError: Token algorithm 'RS384' does not match the key's algorithm 'RS256'
#   RS384 its key verifies
#   PS256 PyJWK InvalidAlgorithmError: Token algorithm 'PS256' does not match the key's algorithm 'RS256'
#   PS256 its key verifies
#   ES256 PyJWK verifies
#   ES256 its key verifies
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock jose@6.2.18
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'PyJWT[crypto]==2.15.1'

cat >probe.mjs <<'PROBE'
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const made = [];
for (const alg of ['RS256', 'RS384', 'PS256', 'ES256']) {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const token = await new SignJWT({ iss: 'https://idp.acme.test' }).setProtectedHeader({ alg }).sign(privateKey);
  made.push({ alg, jwk: await exportJWK(publicKey), token });
}
console.log(JSON.stringify(made));
PROBE
cat >probe.py <<'PROBE'
import json
import subprocess
import jwt

for made in json.loads(subprocess.run(["node", "probe.mjs"], capture_output=True, check=True).stdout):
    key = jwt.PyJWK(made["jwk"])
    for name, given in (("PyJWK", key), ("its key", key.key)):
        try:
            jwt.decode(made["token"], given, algorithms=[made["alg"]])
            print(made["alg"], name, "verifies")
        except jwt.InvalidTokenError as error:
            print(made["alg"], name, f"{type(error).__name__}: {error}")
PROBE
cat >expected <<'SEEN'
RS256 PyJWK verifies
RS256 its key verifies
RS384 PyJWK InvalidAlgorithmError: Token algorithm 'RS384' does not match the key's algorithm 'RS256'
RS384 its key verifies
PS256 PyJWK InvalidAlgorithmError: Token algorithm 'PS256' does not match the key's algorithm 'RS256'
PS256 its key verifies
ES256 PyJWK verifies
ES256 its key verifies
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
