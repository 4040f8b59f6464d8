#!/usr/bin/env bash
# Package: samlp 8.0.0 (npm)
# Expected: saml-bindings-2.0-os section 3.5.5.2: Destination of a signed message is the address that it is
#   sent to; saml-profiles-2.0-os section 4.1.4.2: the subject confirmation has a Recipient, the address of
#   the assertion consumer service.
# Behaviour: The form posts to the address that `getPostURL` gives, Destination is the audience, and there
#   is no Recipient, unless the options `destination` and `recipient` repeat the address.
# Output seen:
#   0 options action="https://sp.acme.test/acs" Destination="https://sp.acme.test" no Recipient
#   2 options action="https://sp.acme.test/acs" Destination="https://sp.acme.test/acs" Recipient="https://sp.acme.test/acs"
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock samlp@8.0.0

cat >probe.mjs <<'PROBE'
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import samlp from 'samlp';

execFileSync('openssl', 'req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=idp.acme.test'.split(' '), { stdio: 'ignore' });

const respond = (options) =>
  new Promise((resolve, reject) => {
    const cert = readFileSync('cert.pem');
    const key = readFileSync('key.pem');
    const getPostURL = (_audience, _request, _req, done) => done(null, 'https://sp.acme.test/acs');
    const user = { id: '1', displayName: 'Babs', emails: [{ value: 'babs@acme.test' }], name: {} };
    const request = { query: {}, body: {}, user };
    const answer = { set() {}, send: resolve };
    samlp.auth({ issuer: 'idp', audience: 'https://sp.acme.test', cert, key, getPostURL, signResponse: true, ...options })(request, answer, reject);
  });
for (const options of [{}, { destination: 'https://sp.acme.test/acs', recipient: 'https://sp.acme.test/acs' }]) {
  const form = await respond(options);
  const xml = Buffer.from(form.match(/name="SAMLResponse"\s+value="([^"]*)"/)[1], 'base64').toString();
  console.log(Object.keys(options).length, 'options', form.match(/action="[^"]*"/)[0], xml.match(/Destination="[^"]*"/)[0], xml.match(/Recipient="[^"]*"/)?.[0] ?? 'no Recipient');
}
PROBE
cat >expected <<'SEEN'
0 options action="https://sp.acme.test/acs" Destination="https://sp.acme.test" no Recipient
2 options action="https://sp.acme.test/acs" Destination="https://sp.acme.test/acs" Recipient="https://sp.acme.test/acs"
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
