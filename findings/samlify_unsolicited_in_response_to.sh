#!/usr/bin/env bash
# Package: samlify 2.13.1 (npm)
# Expected: saml-profiles-2.0-os section 4.1.5: an unsolicited response has no InResponseTo; where there is
#   one it is an NCName (saml-core-2.0-os section 3.2.2), which is never empty.
# Behaviour: Without a request, both the response and the subject confirmation have an empty InResponseTo.
# Output seen:
#   answer InResponseTo="_request" InResponseTo="_request"
#   unsolicited InResponseTo="" InResponseTo=""
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock samlify@2.13.1

cat >probe.mjs <<'PROBE'
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import samlify from 'samlify';
const binding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-';

execFileSync('openssl', 'req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=idp.acme.test'.split(' '), { stdio: 'ignore' });

const idp = samlify.IdentityProvider({
  entityID: 'https://idp.acme.test',
  signingCert: readFileSync('cert.pem', 'utf8'),
  privateKey: readFileSync('key.pem', 'utf8'),
  singleSignOnService: [{ Binding: `${binding}Redirect`, Location: 'https://idp.acme.test/sso' }],
});
const sp = samlify.ServiceProvider({
  entityID: 'https://sp.acme.test',
  wantAssertionsSigned: true,
  assertionConsumerService: [{ Binding: `${binding}POST`, Location: 'https://sp.acme.test/acs' }],
});
const respond = async (request) => {
  const { context } = await idp.createLoginResponse(sp, request, 'post', { email: 'babs@acme.test' });
  return Buffer.from(context, 'base64').toString();
};

console.log('answer', (await respond({ extract: { request: { id: '_request' } } })).match(/InResponseTo="[^"]*"/g).join(' '));
console.log('unsolicited', (await respond(null)).match(/InResponseTo="[^"]*"/g)?.join(' ') ?? 'none');
PROBE
cat >expected <<'SEEN'
answer InResponseTo="_request" InResponseTo="_request"
unsolicited InResponseTo="" InResponseTo=""
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
