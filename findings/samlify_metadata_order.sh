#!/usr/bin/env bash
# Package: samlify 2.13.1 (npm)
# Expected: saml-metadata-2.0-os section 2.4.2: the schema has SingleLogoutService before NameIDFormat, and
#   both before the elements of the role.
# Behaviour: The service provider's metadata has NameIDFormat first, the identity provider's has
#   SingleLogoutService last; neither is valid by the schema.
# Output seen:
#   <EntityDescriptor <IDPSSODescriptor <NameIDFormat <SingleSignOnService <SingleLogoutService
#   <EntityDescriptor <SPSSODescriptor <NameIDFormat <SingleLogoutService <AssertionConsumerService
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock samlify@2.13.1

cat >probe.mjs <<'PROBE'
import samlify from 'samlify';
const binding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-';

const singleLogoutService = [{ Binding: `${binding}Redirect`, Location: 'https://acme.test/slo' }];
const idp = samlify.IdentityProvider({
  entityID: 'https://idp.acme.test',
  nameIDFormat: ['urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'],
  singleSignOnService: [{ Binding: `${binding}Redirect`, Location: 'https://idp.acme.test/sso' }],
  singleLogoutService,
});
const sp = samlify.ServiceProvider({
  entityID: 'https://sp.acme.test',
  assertionConsumerService: [{ Binding: `${binding}POST`, Location: 'https://sp.acme.test/acs' }],
  singleLogoutService,
});
for (const entity of [idp, sp]) console.log(entity.getMetadata().match(/<[A-Z]\w+(?=[ >])/g).join(' '));
PROBE
cat >expected <<'SEEN'
<EntityDescriptor <IDPSSODescriptor <NameIDFormat <SingleSignOnService <SingleLogoutService
<EntityDescriptor <SPSSODescriptor <NameIDFormat <SingleLogoutService <AssertionConsumerService
SEEN
node probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
