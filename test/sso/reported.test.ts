import { expect } from 'chai';
import { defaults } from '../../lib/groups/saml_provider.ts';
import { readMetadata } from '../../lib/saml/metadata/read.ts';
import { boot, type Rollcall } from '../helper.ts';
import {
  assertionOf,
  type KeyPair,
  keyPair,
  posted,
  responseOf,
  sha256Of,
  signed,
  type Words,
} from './fixture.ts';
import { idpMetadata } from './idp_metadata.ts';
import { assertionSigned, codeOf, IDP, post, type Scene, saying, scene, start } from './scene.ts';

const nil =
  '<saml:Attribute Name="a"><saml:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></saml:Attribute>';
const empty = '<saml:Attribute Name="b"><saml:AttributeValue/></saml:Attribute>';
const none = '<saml:Attribute Name="c"/>';
const nested =
  '<saml:Attribute Name="d"><saml:AttributeValue><saml:NameID>x</saml:NameID></saml:AttributeValue></saml:Attribute>';

/** Responses of which users of other products reported that they were refused, with the reports. */
const responses: readonly (readonly [title: string, source: string, said?: Partial<Words>])[] = [
  ['a nil attribute value', 'FusionAuth/fusionauth-issues#3190', { attributes: nil }],
  ['an empty attribute value', 'Clever/saml2#38', { attributes: empty }],
  ['an attribute without a value', 'Clever/saml2#38', { attributes: none }],
  ['an element inside an attribute value', 'node-saml/node-saml#227', { attributes: nested }],
];

/** Where the namespace of the signature is declared at the root. */
function atRoot(xml: string, prefix: string): string {
  const namespace = ` xmlns:${prefix}="http://www.w3.org/2000/09/xmldsig#"`;
  return xml.replaceAll(namespace, '').replace('<samlp:Response', `<samlp:Response${namespace}`);
}

/** How the base64 text of a response may be laid out. */
const layouts: readonly (readonly [title: string, lay: (text: string) => string])[] = [
  ['line ends', (text) => text.replace(/.{76}/g, '$&\r\n')],
  ['white space around it', (text) => ` \n${text} \r\n `],
];

describe('SAML responses that other products refused', () => {
  let rollcall: Rollcall;
  let here: Scene;
  before(async () => {
    rollcall = await boot();
    here = await scene(rollcall, await keyPair());
  });
  after(() => rollcall.close());

  for (const [title, source, said = {}] of responses) {
    it(`are accepted with ${title} (${source})`, async () => {
      const request = await start(here);
      const sent = assertionSigned(here, saying(here, request, said));
      expect(await codeOf(post(here, request, sent))).to.equal('accepted');
    });
  }

  for (const prefix of ['ds', 'dsig'])
    for (const isBoth of [false, true])
      it(`are accepted with the namespace ${prefix} of ${isBoth ? 'two signatures' : 'the signature'} declared at the root (node-saml/passport-saml#94, node-saml/xml-crypto#84)`, async () => {
        const request = await start(here);
        const said = saying(here, request);
        const once = atRoot(assertionSigned(here, said, { prefix }), prefix);
        const sent = isBoth ? signed(once, { ...here.idp, id: said.responseId, prefix }) : once;
        expect(sent.match(/<\w+:SignatureValue>/g)).to.have.length(isBoth ? 2 : 1);
        expect(await codeOf(post(here, request, atRoot(sent, prefix)))).to.equal('accepted');
      });

  for (const [title, lay] of layouts) {
    it(`are accepted in base64 with ${title} (FusionAuth/fusionauth-issues#511)`, async () => {
      const request = await start(here);
      const samlResponse = lay(posted(assertionSigned(here, saying(here, request))));
      expect(await codeOf(post(here, request, '', { samlResponse }))).to.equal('accepted');
    });
  }

  it('are refused in base64 without its padding (RFC 4648 section 3.2)', async () => {
    const request = await start(here);
    const xml = assertionSigned(here, saying(here, request));
    for (const spaces of [0, 1, 2]) {
      const text = posted(xml + ' '.repeat(spaces));
      const samlResponse = text.replace(/=+$/, '');
      if (samlResponse !== text)
        expect(await codeOf(post(here, request, '', { samlResponse }))).to.equal('saml.not_base64');
    }
  });

  it('are refused when the offset moves their times an hour into the past (Sustainsys/Saml2#1489)', async () => {
    const request = await start(here);
    const said = saying(here, request);
    const xml = responseOf(said, assertionOf(said)).replaceAll(/(="\d{4}-[^"]+)Z"/g, '$1+01:00"');
    const sent = signed(xml, { ...here.idp, id: said.assertionId });
    expect(await codeOf(post(here, request, sent))).to.equal('saml.confirmation_time');
  });

  for (const signRequests of [false, true])
    it(`keep the query of the sign-on address in a request that is ${signRequests ? '' : 'not '}signed (supertokens/supertokens-core#1412, apache/cloudstack#6427)`, async () => {
      const { provider } = here;
      const idp = provider.idp && { ...provider.idp, ssoUrl: 'https://idp.test/sso?idpid=C03' };
      const settings = { ...defaults, ...provider.settings, signRequests };
      const { go } = await start({ ...here, provider: { ...provider, settings, ...(idp ? { idp } : {}) } });
      const [url = ''] = /https:[^"]+/.exec(JSON.stringify(go)) ?? [];
      expect(url).to.match(/^https:\/\/idp\.test\/sso\?idpid=C03&SAMLRequest=[^?]+$/);
      expect(new URL(url).searchParams.has('Signature')).to.equal(signRequests);
    });
});

describe('metadata that other products refused', () => {
  let idp: KeyPair;
  before(async () => {
    idp = await keyPair();
  });

  const read = (change: (xml: string) => string) =>
    readMetadata(change(idpMetadata({ certificates: [idp.certificate] })), { now: Date.now() });
  const writing = (certificate: string) =>
    read((xml) => xml.replace(/(<ds:X509Certificate>)[^<]+/, `$1${certificate}`)).certificates[0]?.sha256;

  it('is read in the wrapper of a federation, without a choice if it has one provider (tngan/samlify#328, SAML-Toolkits/ruby-saml#346)', () => {
    const wrapped = (xml: string) =>
      `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${xml}</md:EntitiesDescriptor>`;
    expect(read(wrapped).entityId).to.equal(IDP);
  });

  it('is read with the BEGIN and END lines of the certificate (simplesamlphp/simplesamlphp#999)', () => {
    expect(writing(`\n${idp.certificate}\n`)).to.equal(sha256Of(idp.certificate));
  });

  it('is read with spaces in the certificate (tngan/samlify#119)', () => {
    const spaced = idp.certificate.replace(/-----[A-Z ]+-----/g, '').replaceAll('\n', ' ');
    expect(writing(spaced)).to.equal(sha256Of(idp.certificate));
  });

  it('is read with an entity ID that is not a URL (Sustainsys/Saml2#923)', () => {
    expect(read((xml) => xml.replaceAll(IDP, 'urn:mace:idp.test')).entityId).to.equal('urn:mace:idp.test');
  });

  it('is read with an ID that begins with a digit (goauthentik/authentik#4353)', () => {
    const withId = (xml: string) =>
      xml.replace('<md:EntityDescriptor ', '<md:EntityDescriptor ID="1c06a9d7" ');
    expect(read(withId).entityId).to.equal(IDP);
  });
});
