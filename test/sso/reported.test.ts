import { expect } from 'chai';
import { readMetadata } from '../../lib/saml/metadata/read.ts';
import { boot, type Rollcall } from '../helper.ts';
import { type KeyPair, keyPair, posted, sha256Of, type Words } from './fixture.ts';
import { idpMetadata } from './idp_metadata.ts';
import { assertionSigned, codeOf, IDP, post, type Scene, saying, scene, start } from './scene.ts';

const SIGNATURE = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const nil =
  '<saml:Attribute Name="a"><saml:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></saml:Attribute>';
const empty = '<saml:Attribute Name="b"><saml:AttributeValue/></saml:Attribute>';
const none = '<saml:Attribute Name="c"/>';
const nested =
  '<saml:Attribute Name="d"><saml:AttributeValue><saml:NameID>x</saml:NameID></saml:AttributeValue></saml:Attribute>';

/** Responses of which users of other products reported that they were refused, with the reports. */
const responses: readonly (readonly [
  title: string,
  source: string,
  said?: Partial<Words>,
  xml?: (xml: string) => string,
])[] = [
  ['a nil attribute value', 'FusionAuth/fusionauth-issues#3190', { attributes: nil }],
  ['an empty attribute value', 'Clever/saml2#38', { attributes: empty }],
  ['an attribute without a value', 'Clever/saml2#38', { attributes: none }],
  ['an element inside an attribute value', 'node-saml/node-saml#227', { attributes: nested }],
  [
    'the namespace of the signature declared at the root',
    'node-saml/passport-saml#94, node-saml/xml-crypto#84',
    {},
    (xml) => xml.replace(` ${SIGNATURE}`, '').replace('<samlp:Response ', `<samlp:Response ${SIGNATURE} `),
  ],
];

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

  for (const [title, source, said = {}, change = (xml: string) => xml] of responses) {
    it(`are accepted with ${title} (${source})`, async () => {
      const request = await start(here);
      const sent = change(assertionSigned(here, saying(here, request, said)));
      expect(await codeOf(post(here, request, sent))).to.equal('accepted');
    });
  }

  for (const [title, lay] of layouts) {
    it(`are accepted in base64 with ${title} (FusionAuth/fusionauth-issues#511)`, async () => {
      const request = await start(here);
      const samlResponse = lay(posted(assertionSigned(here, saying(here, request))));
      expect(await codeOf(post(here, request, '', { samlResponse }))).to.equal('accepted');
    });
  }

  it('keep the query of the sign-on address in the request (supertokens/supertokens-core#1412)', async () => {
    const { provider } = here;
    const idp = provider.idp && { ...provider.idp, ssoUrl: 'https://idp.test/sso?idpid=C03' };
    const { go } = await start({ ...here, provider: { ...provider, ...(idp ? { idp } : {}) } });
    expect(JSON.stringify(go)).to.match(/"https:\/\/idp\.test\/sso\?idpid=C03&SAMLRequest=[^?]+"/);
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

  it('are read with the BEGIN and END lines of the certificate (simplesamlphp/simplesamlphp#999)', () => {
    expect(writing(`\n${idp.certificate}\n`)).to.equal(sha256Of(idp.certificate));
  });

  it('are read with spaces in the certificate (tngan/samlify#119)', () => {
    const spaced = idp.certificate.replace(/-----[A-Z ]+-----/g, '').replaceAll('\n', ' ');
    expect(writing(spaced)).to.equal(sha256Of(idp.certificate));
  });

  it('are read with an entity id that is no address (Sustainsys/Saml2#923)', () => {
    expect(read((xml) => xml.replaceAll(IDP, 'urn:mace:idp.test')).entityId).to.equal('urn:mace:idp.test');
  });

  it('are read with an ID that begins with a digit (goauthentik/authentik#4353)', () => {
    const withId = (xml: string) =>
      xml.replace('<md:EntityDescriptor ', '<md:EntityDescriptor ID="1c06a9d7" ');
    expect(read(withId).entityId).to.equal(IDP);
  });
});
