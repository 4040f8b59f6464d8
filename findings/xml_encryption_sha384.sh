#!/usr/bin/env bash
# Package: xml-encryption 6.0.1 (npm)
# Expected: xmlenc-core1 section 5.5.2: the DigestMethod of RSA-OAEP is named by a URI; for SHA-384 it is
#   the one of RFC 9231 section 2.1.3.
# Behaviour: With `keyEncryptionDigest` sha384 the digest is named `sha384`, which is no URI, and the
#   library itself cannot decrypt what it has encrypted.
# Output seen:
#   http://www.w3.org/2001/04/xmlenc#sha256 <a/>
#   sha384 is not decrypted
#   http://www.w3.org/2001/04/xmlenc#sha512 <a/>
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock xml-encryption@6.0.1

cat >probe.mjs <<'PROBE'
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createPublicKey } from 'node:crypto';
import { promisify } from 'node:util';
import { decrypt, encrypt } from 'xml-encryption';

execFileSync('openssl', 'req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=idp.acme.test'.split(' '), { stdio: 'ignore' });

const pem = readFileSync('cert.pem', 'utf8');
const rsa_pub = createPublicKey(pem).export({ type: 'spki', format: 'pem' });
for (const keyEncryptionDigest of ['sha256', 'sha384', 'sha512']) {
  const xml = await promisify(encrypt)('<a/>', {
    rsa_pub,
    pem,
    keyEncryptionDigest,
    encryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
    keyEncryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#rsa-oaep',
  });
  const result = await promisify(decrypt)(xml, { key: readFileSync('key.pem', 'utf8') }).catch(() => 'is not decrypted');
  console.log(xml.match(/DigestMethod Algorithm="([^"]*)"/)[1], result);
}
PROBE
cat >expected <<'SEEN'
http://www.w3.org/2001/04/xmlenc#sha256 <a/>
sha384 is not decrypted
http://www.w3.org/2001/04/xmlenc#sha512 <a/>
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
