#!/usr/bin/env bash
# Package: samlify 2.13.1 (npm)
# Expected: saml-profiles-2.0-os section 4.1.4.2: the assertions of a login response hold at least one
#   AuthnStatement.
# Behaviour: The response of the default template is a success whose only assertion has a Subject and
#   Conditions, and no statement.
# Output seen:
#   StatusCode true
#   Subject true
#   Conditions true
#   AuthnStatement false
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

const xml = await respond({ extract: { request: { id: '_request' } } });
for (const name of ['StatusCode', 'Subject', 'Conditions', 'AuthnStatement']) console.log(name, new RegExp(`<saml.?:${name}[ >]`).test(xml));
PROBE
cat >expected <<'SEEN'
StatusCode true
Subject true
Conditions true
AuthnStatement false
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
