import { limits } from '../../config/limits.ts';
import type { IdpCertificate } from '../../lib/saml/connection.ts';
import { AT_ONCE, bombs, FULL } from './bombs.ts';
import type { Chance, Forgery } from './chance.ts';
import {
  assertionOf,
  ENC11,
  encrypted,
  type KeyPair,
  responseOf,
  type Signing,
  signed,
  strangeKey,
  value,
  type Words,
} from './fixture.ts';
import {
  assertionSealed,
  assertionSigned,
  certificateOf,
  encryptionCertificate,
  IDP,
  post,
  responseSigned,
  saying,
  start,
} from './scene.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const ENC = 'http://www.w3.org/2001/04/xmlenc#';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = `${DSIG}enveloped-signature`;
const KEY_INFO = /<ds:KeyInfo>.*<ds:X509Certificate>.*<\/ds:KeyInfo>/s;
const SIGNATURE = /<ds:Signature .*<\/ds:Signature>/s;
const ASSERTION = /<saml:Assertion .*<\/saml:Assertion>/s;
const EVE = '<saml:NameID>eve@acme.test</saml:NameID>';

/** Says something else, and signs it soundly. */
const says =
  (changes: Partial<Words> | ((chance: Chance) => Partial<Words>)) =>
  (chance: Chance): string => {
    const differs = typeof changes === 'function' ? changes(chance) : changes;
    return assertionSigned(chance.at, { ...chance.said, ...differs });
  };

/** Says what is right, and signs it in another way. */
const signs =
  (signing: Partial<Signing> | ((chance: Chance) => Partial<Signing>)) =>
  (chance: Chance): string =>
    assertionSigned(chance.at, chance.said, typeof signing === 'function' ? signing(chance) : signing);

/** Changes the response before its assertion is signed. */
const editsThenSigns =
  (edit: (xml: string, chance: Chance) => string) =>
  (chance: Chance): string => {
    const { at, said } = chance;
    return signed(edit(responseOf(said, assertionOf(said)), chance), { ...at.idp, id: said.assertionId });
  };

/** Changes a sound response after it was signed. */
const edits =
  (edit: (xml: string, chance: Chance) => string) =>
  (chance: Chance): string =>
    edit(assertionSigned(chance.at, chance.said), chance);

const swap = (from: string | RegExp, to: string) => edits((xml) => replaced(xml, from, to));

/** An edit that does nothing would prove nothing. */
function replaced(xml: string, from: string | RegExp, to: string): string {
  const changed = xml.replace(from, () => to);
  if (changed === xml) throw new Error(`there is no ${from} to replace`);
  return changed;
}

function part(xml: string, pattern: RegExp): string {
  const found = pattern.exec(xml)?.[0];
  if (found === undefined) throw new Error(`there is no ${pattern}`);
  return found;
}

/** A certificate that is being replaced, and whose time was over before. */
function expired(pair: KeyPair): IdpCertificate {
  const [notAfter, until] = [Date.now() - 2 * MINUTE, Date.now() + DAY];
  return { ...certificateOf(pair), state: 'retiring', notAfter, until };
}

/** An unsigned assertion about another person. */
function evil({ said }: Chance, changes: Partial<Words> = {}): string {
  return assertionOf({ ...said, assertionId: '_evil', nameId: EVE, ...changes });
}

const signature: readonly Forgery[] = [
  ['no signature at all', 'saml.not_signed', ({ said }) => responseOf(said, assertionOf(said))],
  ['the signature cut out', 'saml.not_signed', edits((xml) => replaced(xml, SIGNATURE, ''))],
  [
    'the signature of the response cut out',
    'saml.not_signed',
    (chance) => replaced(responseSigned(chance.at, chance.said), SIGNATURE, ''),
  ],
  [
    'an empty signature',
    'saml.signature_shape',
    edits((xml) => replaced(xml, SIGNATURE, `<ds:Signature xmlns:ds="${DSIG}"/>`)),
  ],
  [
    'a signature in no namespace',
    'saml.signature_shape',
    edits((xml) => replaced(xml, SIGNATURE, '<Signature/>')),
  ],
  [
    'another key',
    'saml.signature_invalid',
    ({ at, said, stranger }) => replaced(assertionSigned(at, said, stranger), KEY_INFO, ''),
  ],
  [
    'another key, whose certificate is in the signature',
    'saml.signature_invalid',
    (chance) => {
      const xml = signs(chance.stranger)(chance);
      part(xml, KEY_INFO);
      return xml;
    },
  ],
  [
    'another key with the certificate of the right one',
    'saml.signature_invalid',
    signs(() => ({ key: strangeKey() })),
  ],
  [
    'another key, the whole response',
    'saml.signature_invalid',
    ({ at, said, stranger }) => responseSigned(at, said, stranger),
  ],
  [
    'an EC key that nobody knows',
    'saml.signature_invalid',
    signs(({ ec }) => ({ ...ec, algorithm: `${MORE}ecdsa-sha256` })),
  ],
  [
    'the right key, and an algorithm of another kind',
    'saml.signature_invalid',
    edits((xml) => replaced(xml, `${MORE}rsa-sha256`, `${MORE}ecdsa-sha256`)),
  ],
  [
    'the right key, signing under the name of an algorithm of another kind',
    'saml.signature_invalid',
    signs({ algorithm: `${MORE}ecdsa-sha256` }),
  ],
  [
    'another hash than was signed',
    'saml.signature_invalid',
    edits((xml) => replaced(xml, `${MORE}rsa-sha256`, `${MORE}rsa-sha512`)),
  ],
  ['SHA-1 signature', 'saml.weak_algorithm', signs({ algorithm: `${DSIG}rsa-sha1` })],
  ['SHA-1 digest', 'saml.weak_algorithm', signs({ digest: `${DSIG}sha1` })],
  [
    'SHA-1 signature of the response',
    'saml.weak_algorithm',
    ({ at, said }) => responseSigned(at, said, { algorithm: `${DSIG}rsa-sha1` }),
  ],
  [
    'HMAC with the certificate as its key',
    'saml.weak_algorithm',
    edits((xml) => replaced(xml, `${MORE}rsa-sha256`, `${DSIG}hmac-sha1`)),
  ],
  [
    'HMAC with SHA-256',
    'saml.weak_algorithm',
    edits((xml) => replaced(xml, `${MORE}rsa-sha256`, `${MORE}hmac-sha256`)),
  ],
  [
    'an algorithm in another spelling',
    'saml.weak_algorithm',
    edits((xml) => replaced(xml, `${MORE}rsa-sha256`, `${MORE}RSA-SHA256`)),
  ],
  [
    'an algorithm named like a method of objects',
    'saml.weak_algorithm',
    edits((xml) => replaced(xml, `${MORE}rsa-sha256`, 'constructor')),
  ],
  ['MD5', 'saml.weak_algorithm', edits((xml) => replaced(xml, `${MORE}rsa-sha256`, `${MORE}rsa-md5`))],
  ['DSA', 'saml.weak_algorithm', edits((xml) => replaced(xml, `${MORE}rsa-sha256`, `${DSIG}dsa-sha1`))],
  [
    'an algorithm that is empty',
    'saml.weak_algorithm',
    edits((xml) => replaced(xml, `${MORE}rsa-sha256`, '')),
  ],
  [
    'a parameter for the signature method',
    'saml.signature_shape',
    edits((xml) =>
      replaced(
        xml,
        /(<ds:SignatureMethod [^>]*)\/>/,
        `<ds:SignatureMethod Algorithm="${MORE}rsa-sha256"><ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>`,
      ),
    ),
  ],
  [
    'inclusive canonicalisation',
    'saml.signature_shape',
    signs({ canonicalization: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' }),
  ],
  [
    'canonicalisation with comments',
    'saml.signature_shape',
    signs({ transforms: [ENVELOPED, `${C14N}WithComments`] }),
  ],
  ['only the enveloped transform', 'saml.signature_shape', signs({ transforms: [ENVELOPED] })],
  ['only canonicalisation', 'saml.signature_shape', signs({ transforms: [C14N] })],
  ['the transforms the other way round', 'saml.signature_shape', signs({ transforms: [C14N, ENVELOPED] })],
  ['three transforms', 'saml.signature_shape', signs({ transforms: [ENVELOPED, C14N, C14N] })],
  [
    'an XSLT transform',
    'saml.signature_shape',
    edits((xml) =>
      replaced(
        xml,
        `<ds:Transform Algorithm="${C14N}"/>`,
        '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>',
      ),
    ),
  ],
  [
    'an XPath transform',
    'saml.signature_shape',
    edits((xml) =>
      replaced(
        xml,
        `<ds:Transform Algorithm="${ENVELOPED}"/>`,
        '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>false</ds:XPath></ds:Transform>',
      ),
    ),
  ],
  [
    'a reference to the whole document',
    'saml.signature_shape',
    edits((xml) => replaced(xml, /URI="#[^"]*"/, 'URI=""')),
  ],
  [
    'a reference to somewhere else',
    'saml.signature_shape',
    edits((xml) => replaced(xml, /URI="#[^"]*"/, 'URI="https://evil.test/signed.xml"')),
  ],
  [
    'a reference with a quote',
    'saml.signature_shape',
    edits((xml) => replaced(xml, /URI="#[^"]*"/, `URI="#x' or '1'='1"`)),
  ],
  ['a reference without a URI', 'saml.signature_shape', edits((xml) => replaced(xml, /URI="#[^"]*"/, ''))],
  [
    'two references',
    'saml.signature_shape',
    edits((xml) => {
      const one = part(xml, /<ds:Reference .*<\/ds:Reference>/s);
      return replaced(xml, one, one + one);
    }),
  ],
  [
    'no reference',
    'saml.signature_shape',
    edits((xml) => replaced(xml, /<ds:Reference .*<\/ds:Reference>/s, '')),
  ],
  [
    'two digests',
    'saml.signature_shape',
    edits((xml) => {
      const one = part(xml, /<ds:DigestValue>.*<\/ds:DigestValue>/);
      return replaced(xml, one, one + one);
    }),
  ],
  [
    'two SignedInfo',
    'saml.signature_shape',
    edits((xml) => {
      const one = part(xml, /<ds:SignedInfo>.*<\/ds:SignedInfo>/s);
      return replaced(xml, one, one + one);
    }),
  ],
  [
    'two signature values',
    'saml.signature_shape',
    edits((xml) => {
      const one = part(xml, /<ds:SignatureValue>.*<\/ds:SignatureValue>/s);
      return replaced(xml, one, one + one);
    }),
  ],
  [
    'a comment in the digest',
    'saml.forbidden_xml',
    edits((xml) => replaced(xml, '<ds:DigestValue>', '<ds:DigestValue><!--x-->')),
  ],
  [
    'a comment in SignedInfo',
    'saml.forbidden_xml',
    edits((xml) => replaced(xml, '<ds:SignedInfo>', '<ds:SignedInfo><!--x-->')),
  ],
  [
    'a value of the signature that is cut',
    'saml.signature_invalid',
    edits((xml) => replaced(xml, /<ds:SignatureValue>.{8}/s, '<ds:SignatureValue>')),
  ],
  [
    'a signature value that is empty',
    'saml.signature_invalid',
    edits((xml) =>
      replaced(xml, /<ds:SignatureValue>.*<\/ds:SignatureValue>/s, '<ds:SignatureValue></ds:SignatureValue>'),
    ),
  ],
  [
    'another digest',
    'saml.signature_invalid',
    edits((xml) => replaced(xml, /<ds:DigestValue>.{4}/, '<ds:DigestValue>AAAA')),
  ],
  [
    'a certificate that has expired',
    'saml.certificate_expired',
    signs(({ stranger }) => stranger),
    {},
    ({ idp, stranger }) => [certificateOf(idp), expired(stranger)],
  ],
  [
    'a certificate that has expired, the whole response signed by an EC key',
    'saml.certificate_expired',
    ({ at, said, ec }) => responseSigned(at, said, { ...ec, algorithm: `${MORE}ecdsa-sha256` }),
    {},
    ({ idp, ec }) => [certificateOf(idp), expired(ec)],
  ],
  [
    'only the assertion signed where the response has to be',
    'saml.response_not_signed',
    ({ at, said }) => assertionSigned(at, said),
    { wantResponseSigned: true },
  ],
  [
    'the response signed by a stranger, the assertion soundly',
    'saml.signature_invalid',
    ({ at, said, stranger }) =>
      signed(assertionSigned(at, said), {
        ...stranger,
        id: said.responseId,
        location: atEnd(said.responseId),
      }),
  ],
  [
    'the assertion signed by a stranger, the response soundly',
    'saml.signature_invalid',
    ({ at, said, stranger }) =>
      signed(assertionSigned(at, said, stranger), {
        ...at.idp,
        id: said.responseId,
        location: atEnd(said.responseId),
      }),
  ],
];

const changed: readonly Forgery[] = [
  [
    'the NameID changed after signing',
    'saml.signature_invalid',
    swap('ann@acme.test</saml:NameID>', 'eve@acme.test</saml:NameID>'),
  ],
  [
    'the audience changed after signing',
    'saml.signature_invalid',
    swap('<saml:Audience>', '<saml:Audience>x'),
  ],
  [
    'an attribute added after signing',
    'saml.signature_invalid',
    swap('</saml:AttributeStatement>', `${value('groups', 'Owners')}</saml:AttributeStatement>`),
  ],
  ['the time changed after signing', 'saml.signature_invalid', swap(/NotOnOrAfter="20/, 'NotOnOrAfter="21')],
  [
    'InResponseTo changed after signing',
    'saml.signature_invalid',
    ({ at, request, said }) =>
      replaced(
        assertionSigned(at, saying(at, undefined, { assertionId: said.assertionId })),
        '<samlp:Response ',
        `<samlp:Response InResponseTo="${request.id}" `,
      ).replace('Recipient=', `InResponseTo="${request.id}" Recipient=`),
  ],
  [
    'a signed response with another NameID',
    'saml.signature_invalid',
    ({ at, said }) =>
      replaced(responseSigned(at, said), 'ann@acme.test</saml:NameID>', 'eve@acme.test</saml:NameID>'),
  ],
];

const wrapped: readonly Forgery[] = [
  [
    'an evil assertion before the signed one',
    'saml.several_assertions',
    (chance) => edits((xml) => replaced(xml, '<saml:Assertion ', `${evil(chance)}<saml:Assertion `))(chance),
  ],
  [
    'an evil assertion after the signed one',
    'saml.several_assertions',
    (chance) =>
      edits((xml) => replaced(xml, '</samlp:Response>', `${evil(chance)}</samlp:Response>`))(chance),
  ],
  [
    'the signed assertion inside an evil one',
    'saml.several_assertions',
    (chance) =>
      edits((xml) => {
        const good = part(xml, ASSERTION);
        return replaced(xml, good, replaced(evil(chance), '</saml:Assertion>', `${good}</saml:Assertion>`));
      })(chance),
  ],
  [
    'the signed assertion in the Advice of an evil one',
    'saml.several_assertions',
    (chance) =>
      edits((xml) => {
        const good = part(xml, ASSERTION);
        return replaced(
          xml,
          good,
          replaced(
            evil(chance),
            '</saml:Conditions>',
            `</saml:Conditions><saml:Advice>${good}</saml:Advice>`,
          ),
        );
      })(chance),
  ],
  [
    'the signed assertion in Extensions',
    'saml.several_assertions',
    (chance) =>
      edits((xml) => {
        const good = part(xml, ASSERTION);
        return replaced(xml, good, evil(chance)).replace(
          '<samlp:Status>',
          `<samlp:Extensions>${good}</samlp:Extensions><samlp:Status>`,
        );
      })(chance),
  ],
  [
    'the signed assertion in an Object of its moved signature',
    'saml.several_assertions',
    (chance) =>
      edits((xml) => {
        const good = part(xml, ASSERTION);
        const sig = part(good, SIGNATURE);
        const bare = replaced(good, sig, '');
        return replaced(
          xml,
          good,
          replaced(
            evil(chance),
            '</saml:Issuer>',
            `</saml:Issuer>${replaced(sig, '</ds:Signature>', `<ds:Object>${bare}</ds:Object></ds:Signature>`)}`,
          ),
        );
      })(chance),
  ],
  [
    'an Object in the signature',
    'saml.signature_shape',
    swap('</ds:Signature>', '<ds:Object>x</ds:Object></ds:Signature>'),
  ],
  [
    'the signature moved to an evil assertion, the signed one gone',
    'saml.signature_shape',
    (chance) =>
      edits((xml) => {
        const good = part(xml, ASSERTION);
        return replaced(
          xml,
          good,
          replaced(evil(chance), '</saml:Issuer>', `</saml:Issuer>${part(good, SIGNATURE)}`),
        );
      })(chance),
  ],
  [
    'the signature moved to an evil assertion with the same ID',
    'saml.signature_invalid',
    (chance) =>
      edits((xml) => {
        const good = part(xml, ASSERTION);
        const bad = evil(chance, { assertionId: chance.said.assertionId });
        return replaced(xml, good, replaced(bad, '</saml:Issuer>', `</saml:Issuer>${part(good, SIGNATURE)}`));
      })(chance),
  ],
  [
    'two assertions with one ID',
    'saml.duplicate_id',
    (chance) =>
      edits((xml) =>
        replaced(
          xml,
          '<saml:Assertion ',
          `${evil(chance, { assertionId: chance.said.assertionId })}<saml:Assertion `,
        ),
      )(chance),
  ],
  [
    'the response and the assertion with one ID',
    'saml.duplicate_id',
    ({ at, said }) =>
      assertionSigned(at, { ...said, assertionId: '_a' }).replace(/(<samlp:Response [^>]*ID=")[^"]*/, '$1_a'),
  ],
  [
    'one ID in another spelling',
    'saml.duplicate_id',
    (chance) =>
      edits((xml) => replaced(xml, '<samlp:Status>', `<samlp:Status Id="${chance.said.assertionId}">`))(
        chance,
      ),
  ],
  [
    'one ID in lower case',
    'saml.duplicate_id',
    (chance) =>
      edits((xml) => replaced(xml, '<samlp:Status>', `<samlp:Status id="${chance.said.assertionId}">`))(
        chance,
      ),
  ],
  [
    'one ID as xml:id',
    'saml.duplicate_id',
    (chance) =>
      edits((xml) => replaced(xml, '<samlp:Status>', `<samlp:Status xml:id="${chance.said.assertionId}">`))(
        chance,
      ),
  ],
  [
    'a copy of the signature below the response',
    'saml.signature_shape',
    edits((xml) => replaced(xml, '<samlp:Status>', `${part(xml, SIGNATURE)}<samlp:Status>`)),
  ],
  [
    'a copy of the signature in the assertion',
    'saml.signature_shape',
    edits((xml) => {
      const sig = part(xml, SIGNATURE);
      return replaced(xml, sig, sig + sig);
    }),
  ],
  [
    'a copy of the signature in the subject',
    'saml.signature_shape',
    edits((xml) => replaced(xml, '</saml:Subject>', `${part(xml, SIGNATURE)}</saml:Subject>`)),
  ],
  [
    'a copy of the signature in the status',
    'saml.signature_shape',
    edits((xml) => replaced(xml, '<samlp:Status>', `<samlp:Status>${part(xml, SIGNATURE)}`)),
  ],
  [
    'a signed response inside an evil one',
    'saml.not_a_response',
    (chance) => {
      const good = responseSigned(chance.at, chance.said);
      return responseOf(
        { ...chance.said, responseId: '_evil_response' },
        `${evil(chance)}<samlp:Extensions>${good}</samlp:Extensions>`,
      );
    },
  ],
  [
    'an evil assertion in a signed response',
    'saml.several_assertions',
    (chance) =>
      replaced(
        responseSigned(chance.at, chance.said),
        '</samlp:Response>',
        `${evil(chance)}</samlp:Response>`,
      ),
  ],
  [
    'an evil assertion instead of the one in a signed response',
    'saml.signature_invalid',
    (chance) => replaced(responseSigned(chance.at, chance.said), ASSERTION, evil(chance)),
  ],
  [
    'an assertion in another namespace beside it',
    'saml.several_assertions',
    edits((xml) => replaced(xml, '<samlp:Status>', '<x:Assertion xmlns:x="urn:x"/><samlp:Status>')),
  ],
  [
    'an assertion of SAML 1.1',
    'saml.several_assertions',
    edits((xml) =>
      xml
        .replaceAll('urn:oasis:names:tc:SAML:2.0:assertion', 'urn:oasis:names:tc:SAML:1.0:assertion')
        .replace(
          '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion">',
          '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">',
        ),
    ),
  ],
  [
    'the assertion below an extra element',
    'saml.several_assertions',
    edits((xml) => {
      const good = part(xml, ASSERTION);
      return replaced(xml, good, `<samlp:Extensions>${good}</samlp:Extensions>`);
    }),
  ],
  ['no assertion', 'saml.no_assertion', ({ said }) => responseOf(said, '')],
  [
    'a signed response without an assertion',
    'saml.no_assertion',
    ({ at, said }) => signed(responseOf(said, ''), { ...at.idp, id: said.responseId }),
  ],
  [
    'an assertion alone',
    'saml.not_a_response',
    ({ at, said }) => signed(assertionOf(said), { ...at.idp, id: said.assertionId }),
  ],
];

const documents: readonly Forgery[] = [
  ['nothing', 'saml.not_base64', () => ({ xml: '', posted: { samlResponse: '' } })],
  ['no base64', 'saml.not_base64', () => ({ xml: '', posted: { samlResponse: '<samlp:Response/>' } })],
  ['base64 of another alphabet', 'saml.not_base64', () => ({ xml: '', posted: { samlResponse: '_-__' } })],
  ['no XML', 'saml.not_xml', () => 'hello'],
  ['a JSON document', 'saml.not_xml', () => '{"nameId":"eve"}'],
  [
    'bytes that are no UTF-8',
    'saml.not_xml',
    () => ({ xml: '', posted: { samlResponse: Buffer.from([0xff, 0xfe, 0x3c, 0x61]).toString('base64') } }),
  ],
  ['a document type', 'saml.forbidden_xml', edits((xml) => `<!DOCTYPE samlp:Response>${xml}`)],
  [
    'an external entity',
    'saml.forbidden_xml',
    edits(
      (xml) =>
        `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${replaced(xml, 'ann@acme.test</saml:NameID>', '&x;</saml:NameID>')}`,
    ),
  ],
  [
    'a parameter entity',
    'saml.forbidden_xml',
    edits((xml) => `<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/evil.dtd"> %x;]>${xml}`),
  ],
  [
    'a bomb of entities',
    'saml.forbidden_xml',
    edits(
      (xml) =>
        `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${replaced(xml, 'ann@acme.test</saml:NameID>', '&b;</saml:NameID>')}`,
    ),
  ],
  [
    'an entity that nobody declared',
    'saml.forbidden_xml',
    swap('ann@acme.test</saml:NameID>', '&ann;</saml:NameID>'),
  ],
  [
    'a comment in the NameID',
    'saml.forbidden_xml',
    swap('ann@acme.test</saml:NameID>', 'ann@acme.test<!---->.evil.test</saml:NameID>'),
  ],
  [
    'a comment in the NameID that was there when it was signed',
    'saml.forbidden_xml',
    says({ nameId: '<saml:NameID>ann@acme.test<!---->.evil.test</saml:NameID>' }),
  ],
  ['a comment before the root', 'saml.forbidden_xml', edits((xml) => `<!-- x -->${xml}`)],
  [
    'CDATA in the NameID',
    'saml.forbidden_xml',
    says({ nameId: '<saml:NameID><![CDATA[ann@acme.test]]></saml:NameID>' }),
  ],
  [
    'CDATA added after signing',
    'saml.forbidden_xml',
    swap('ann@acme.test</saml:NameID>', 'ann@acme.test<![CDATA[]]></saml:NameID>'),
  ],
  [
    'an end of CDATA without a beginning',
    'saml.not_xml',
    swap('ann@acme.test</saml:NameID>', 'ann]]>@acme.test</saml:NameID>'),
  ],
  ['a processing instruction', 'saml.forbidden_xml', swap('<samlp:Status>', '<?evil x?><samlp:Status>')],
  ['a style sheet', 'saml.forbidden_xml', edits((xml) => `<?xml-stylesheet href="x.xsl"?>${xml}`)],
  [
    'an instruction in the NameID',
    'saml.forbidden_xml',
    says({ nameId: '<saml:NameID>ann<?x y?>@acme.test</saml:NameID>' }),
  ],
  ['another encoding', 'saml.forbidden_xml', edits((xml) => `<?xml version="1.0" encoding="UTF-7"?>${xml}`)],
  ['text after the root', 'saml.not_xml', edits((xml) => `${xml}hello`)],
  ['text before the root', 'saml.not_xml', edits((xml) => `hello${xml}`)],
  [
    'two roots',
    'saml.not_xml',
    edits((xml) => `${xml}<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>`),
  ],
  ['an element that is not closed', 'saml.not_xml', edits((xml) => xml.replace('</samlp:Response>', ''))],
  ['a document that is cut', 'saml.not_xml', edits((xml) => xml.slice(0, -200))],
  ['an attribute without quotes', 'saml.not_xml', swap('Version="2.0"', 'Version=2.0')],
  ['an attribute twice', 'saml.not_xml', swap('Version="2.0"', 'Version="2.0" Version="2.0"')],
  [
    'a character that XML forbids',
    'saml.not_xml',
    swap('ann@acme.test</saml:NameID>', 'ann@acme.test\u0000</saml:NameID>'),
  ],
  [
    'an element in a thousand others',
    'saml.too_complex',
    ({ said }) => responseOf(said, '<a>'.repeat(1_000) + '</a>'.repeat(1_000)),
  ],
  [
    'elements nested as deeply as the form lets them be',
    'saml.too_complex',
    () => '<a>'.repeat(35_000) + '</a>'.repeat(35_000),
  ],
  ...bombs
    .slice(0, 1)
    .map(([name, code, bomb]): Forgery => [`a response of full size: ${name}`, code, () => bomb(FULL)]),
  ['ten thousand elements', 'saml.too_complex', ({ said }) => responseOf(said, '<a/>'.repeat(10_000))],
  [
    'ten thousand attributes',
    'saml.too_complex',
    ({ said }) => responseOf(said, `<a${Array.from({ length: 10_000 }, (_, at) => ` b${at}=""`).join('')}/>`),
  ],
  [
    'an attribute of three megabytes',
    'saml.too_large',
    says({ attributes: value('photo', 'x'.repeat(3_000_000)) }),
  ],
];

const envelopes: readonly Forgery[] = [
  [
    'a logout response',
    'saml.not_a_response',
    edits((xml) => xml.replaceAll('samlp:Response', 'samlp:LogoutResponse')),
  ],
  [
    'a request',
    'saml.not_a_response',
    () => '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_a" Version="2.0"/>',
  ],
  [
    'a Response in another namespace',
    'saml.not_a_response',
    edits((xml) => xml.replace('xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"', 'xmlns:samlp="urn:x"')),
  ],
  ['a Response in no namespace', 'saml.not_a_response', () => '<Response ID="_a" Version="2.0"/>'],
  ['version 1.1', 'saml.version', says({ version: '1.1' })],
  ['an assertion of version 1.1', 'saml.version', says({ assertionVersion: '1.1' })],
  [
    'status Requester, with a sound assertion',
    'saml.status',
    says({ status: 'urn:oasis:names:tc:SAML:2.0:status:Requester' }),
  ],
  ['status AuthnFailed', 'saml.status', says({ status: 'urn:oasis:names:tc:SAML:2.0:status:AuthnFailed' })],
  [
    'a status that begins like Success',
    'saml.status',
    says({ status: 'urn:oasis:names:tc:SAML:2.0:status:SuccessNot' }),
  ],
  ['no status', 'saml.status', says({ status: null })],
  [
    'two statuses',
    'saml.status',
    swap(
      '<samlp:Status>',
      '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/></samlp:Status><samlp:Status>',
    ),
  ],
  ['another Destination', 'saml.destination_mismatch', says({ destination: 'https://other.test/acs' })],
  [
    'a Destination that only begins like ours',
    'saml.destination_mismatch',
    says(({ at }) => ({ destination: `${at.urls.acs}.evil.test` })),
  ],
  [
    'a Destination in other case',
    'saml.destination_mismatch',
    says(({ at }) => ({ destination: at.urls.acs.toUpperCase() })),
  ],
  ['an empty Destination', 'saml.destination_mismatch', says({ destination: '' })],
  [
    'a signed response without Destination',
    'saml.destination_mismatch',
    ({ at, said }) => responseSigned(at, { ...said, destination: null }),
  ],
  ['another Issuer of the response', 'saml.issuer_mismatch', says({ issuer: 'https://evil.test' })],
  [
    'an Issuer of another format',
    'saml.issuer_mismatch',
    edits((xml) =>
      replaced(
        xml,
        '<saml:Issuer ',
        '<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" ',
      ),
    ),
  ],
  [
    'two Issuers of the response',
    'saml.issuer_mismatch',
    edits((xml) => {
      const one = part(xml, /<saml:Issuer xmlns.*?<\/saml:Issuer>/);
      return replaced(xml, one, one + one);
    }),
  ],
  [
    'a signed response without Issuer',
    'saml.issuer_mismatch',
    ({ at, said }) =>
      signed(responseOf({ ...said, issuer: null }, assertionOf(said)), {
        ...at.idp,
        id: said.responseId,
        location: atEnd(said.responseId),
      }),
  ],
  [
    'another Issuer of the assertion, with the same key',
    'saml.assertion_issuer_mismatch',
    says({ assertionIssuer: 'https://idp.test/other-tenant' }),
  ],
  [
    'an Issuer with more behind it',
    'saml.assertion_issuer_mismatch',
    says({ assertionIssuer: `${IDP}.evil.test` }),
  ],
  [
    'no Issuer of the assertion',
    'saml.assertion_issuer_mismatch',
    ({ at, said }) =>
      signed(responseOf(said, assertionOf({ ...said, assertionIssuer: null })), {
        ...at.idp,
        id: said.assertionId,
        location: atEnd(said.assertionId),
      }),
  ],
];

const contents: readonly Forgery[] = [
  ['no Subject', 'saml.no_subject', says({ subject: null })],
  ['a Subject without NameID', 'saml.no_subject', says({ nameId: '' })],
  [
    'an attribute called nameID instead of a NameID',
    'saml.no_subject',
    says({ nameId: '', attributes: value('nameID', 'eve@acme.test') }),
  ],
  ['an empty NameID', 'saml.no_subject', says({ nameId: '<saml:NameID></saml:NameID>' })],
  ['a NameID of white space', 'saml.no_subject', says({ nameId: '<saml:NameID> \n </saml:NameID>' })],
  [
    'white space behind the NameID',
    'saml.no_subject',
    says({ nameId: '<saml:NameID>ann@acme.test </saml:NameID>' }),
  ],
  [
    'an element inside the NameID',
    'saml.no_subject',
    says({ nameId: '<saml:NameID>ann<b>@</b>acme.test</saml:NameID>' }),
  ],
  ['two NameIDs', 'saml.no_subject', says({ nameId: `<saml:NameID>ann@acme.test</saml:NameID>${EVE}` })],
  ['an encrypted NameID', 'saml.no_subject', says({ nameId: '<saml:EncryptedID/>' })],
  [
    'a NameID of another namespace',
    'saml.no_subject',
    says({ nameId: '<x:NameID xmlns:x="urn:x">ann@acme.test</x:NameID>' }),
  ],
  [
    'a NameID of two thousand characters',
    'saml.no_subject',
    says({ nameId: `<saml:NameID>${'a'.repeat(2_000)}</saml:NameID>` }),
  ],
  [
    'two Subjects',
    'saml.no_subject',
    says(({ said }) => ({ subject: part(assertionOf(said), /<saml:Subject>.*<\/saml:Subject>/s).repeat(2) })),
  ],
  ['no SubjectConfirmation', 'saml.confirmation', says({ confirmation: null })],
  [
    'a SubjectConfirmation without data',
    'saml.confirmation',
    says({ confirmation: '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"/>' }),
  ],
  [
    'holder of key instead of bearer',
    'saml.confirmation',
    says({ method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' }),
  ],
  [
    'sender vouches instead of bearer',
    'saml.confirmation',
    says({ method: 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches' }),
  ],
  [
    'a bearer confirmation with NotBefore',
    'saml.confirmation',
    says(({ said }) => ({ confirmationFrom: said.issued - MINUTE })),
  ],
  ['another Recipient', 'saml.recipient_mismatch', says({ recipient: 'https://other.test/acs' })],
  ['no Recipient', 'saml.recipient_mismatch', says({ recipient: null })],
  [
    'the Recipient of another group',
    'saml.recipient_mismatch',
    says(({ neighbour }) => ({ recipient: neighbour.urls.acs })),
  ],
  [
    'a Recipient with a query',
    'saml.recipient_mismatch',
    says(({ at }) => ({ recipient: `${at.urls.acs}?x` })),
  ],
  [
    'a confirmation that is over',
    'saml.confirmation_time',
    says(({ said }) => ({ confirmationUntil: said.issued - 2 * MINUTE })),
  ],
  ['a confirmation without an end', 'saml.confirmation_time', says({ confirmationUntil: null })],
  [
    'a confirmation for a year',
    'saml.confirmation_time',
    says(({ said }) => ({ confirmationUntil: said.issued + 365 * DAY })),
  ],
  ['a time that is none', 'saml.time_format', says({ confirmationUntil: 'tomorrow' })],
  [
    'over, by a time of another zone',
    'saml.expired',
    says(({ said }) => ({
      from: said.issued - DAY,
      until: new Date(said.issued + 5 * MINUTE).toISOString().replace('Z', '+08:00'),
    })),
  ],
  ...['NotBefore', 'NotOnOrAfter', 'AuthnInstant', 'SessionNotOnOrAfter'].map(
    (name): Forgery => [
      `${name} on a 30 February`,
      'saml.time_format',
      editsThenSigns((xml) =>
        xml.replaceAll(new RegExp(` ${name}="[^"]+"`, 'g'), ` ${name}="2028-02-30T00:00:00Z"`),
      ),
    ],
  ),
  [
    'an assertion issued on a 31 November',
    'saml.time_format',
    editsThenSigns((xml) =>
      replaced(xml, /(?<=<saml:Assertion .*IssueInstant=")[^"]+/, '2026-11-31T00:00:00Z'),
    ),
  ],
  [
    'a response issued on a 31 November',
    'saml.time_format',
    edits((xml) => replaced(xml, /(?<=IssueInstant=")[^"]+/, '2026-11-31T00:00:00Z')),
  ],
  [
    'Conditions that end before they begin',
    'saml.times_reversed',
    says(({ said }) => ({ from: said.issued + 30_000, until: said.issued - 30_000 })),
  ],
  [
    'Conditions that end when they begin',
    'saml.times_reversed',
    says(({ said }) => ({ from: said.issued, until: said.issued })),
  ],
  [
    'a confirmation that ends before it begins',
    'saml.times_reversed',
    says(({ said }) => ({
      confirmationFrom: said.issued + 30_000,
      confirmationUntil: said.issued - 30_000,
    })),
  ],
  [
    'a second confirmation that ends before it begins',
    'saml.times_reversed',
    editsThenSigns((xml, { said }) => {
      const [from, until] = [said.issued + 30_000, said.issued + 20_000].map((at) =>
        new Date(at).toISOString(),
      );
      const second =
        '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches">' +
        `<saml:SubjectConfirmationData NotBefore="${from}" NotOnOrAfter="${until}"/></saml:SubjectConfirmation>`;
      return replaced(xml, '</saml:Subject>', `${second}</saml:Subject>`);
    }),
  ],
  ['no Conditions', 'saml.no_conditions', says({ conditions: null })],
  ['Conditions without an end', 'saml.no_conditions', says({ until: null })],
  [
    'two Conditions',
    'saml.no_conditions',
    says(({ said }) => ({
      conditions: part(assertionOf(said), /<saml:Conditions.*<\/saml:Conditions>/s).repeat(2),
    })),
  ],
  [
    'expired',
    'saml.expired',
    says(({ said }) => ({ from: said.issued - 5 * MINUTE, until: said.issued - 2 * MINUTE })),
  ],
  ['not valid yet', 'saml.not_yet_valid', says(({ said }) => ({ from: said.issued + 2 * MINUTE }))],
  [
    'another audience',
    'saml.audience_mismatch',
    says({
      audience:
        '<saml:AudienceRestriction><saml:Audience>https://other.test</saml:Audience></saml:AudienceRestriction>',
    }),
  ],
  [
    'the audience of another group',
    'saml.audience_mismatch',
    says(({ neighbour }) => ({
      audience: `<saml:AudienceRestriction><saml:Audience>${neighbour.urls.entityId}</saml:Audience></saml:AudienceRestriction>`,
    })),
  ],
  [
    'a second restriction to another audience',
    'saml.audience_mismatch',
    says(({ said }) => ({
      audience: `${said.audience}<saml:AudienceRestriction><saml:Audience>https://other.test</saml:Audience></saml:AudienceRestriction>`,
    })),
  ],
  [
    'an audience with more behind it',
    'saml.audience_mismatch',
    says(({ at }) => ({
      audience: `<saml:AudienceRestriction><saml:Audience>${at.urls.entityId}/</saml:Audience></saml:AudienceRestriction>`,
    })),
  ],
  ['an empty restriction', 'saml.audience_mismatch', says({ audience: '<saml:AudienceRestriction/>' })],
  ['no audience', 'saml.no_audience', says({ audience: null })],
  [
    'a condition that nobody knows',
    'saml.unknown_condition',
    says({ moreConditions: '<x:OnlyOnSundays xmlns:x="urn:x"/>' }),
  ],
  ['no AuthnStatement', 'saml.no_authn_statement', says({ authn: null })],
  ['an AuthnStatement without a time', 'saml.no_authn_statement', says({ authn: '<saml:AuthnStatement/>' })],
  [
    'signed in a year ago',
    'saml.authn_too_old',
    says(({ said }) => ({ authnInstant: said.issued - 365 * DAY })),
  ],
  ['signed in tomorrow', 'saml.not_yet_valid', says(({ said }) => ({ authnInstant: said.issued + DAY }))],
  [
    'a session that is over',
    'saml.session_over',
    says(({ said }) => ({ sessionUntil: said.issued - 2 * MINUTE })),
  ],
  [
    'a session that is over, by less than clocks may differ',
    'saml.session_over',
    says(({ said }) => ({ sessionUntil: said.issued - 30_000 })),
  ],
  ['issued an hour ago', 'saml.too_old', says(({ said }) => ({ issued: said.issued - 60 * MINUTE }))],
  ['issued tomorrow', 'saml.not_yet_valid', says(({ said }) => ({ issued: said.issued + DAY }))],
  [
    'an attribute without a name',
    'saml.attributes',
    says({ attributes: '<saml:Attribute><saml:AttributeValue>x</saml:AttributeValue></saml:Attribute>' }),
  ],
  ['an attribute called __proto__', 'saml.attributes', says({ attributes: value('__proto__', 'x') })],
  [
    'more attributes than the limit',
    'saml.attributes',
    says({
      attributes: Array.from({ length: limits.samlAttributes + 1 }, (_, at) => value(`a${at}`, 'x')).join(''),
    }),
  ],
];

const states: readonly Forgery[] = [
  [
    'an answer to nothing, where one has to ask first',
    'saml.idp_initiated',
    ({ at }) => assertionSigned(at, saying(at, undefined)),
  ],
  [
    'an answer to a request that never was',
    'saml.request_unknown',
    ({ at }) => assertionSigned(at, saying(at, { id: '_never' })),
  ],
  [
    'an answer to the request of another group',
    'saml.request_unknown',
    async ({ at, neighbour }) => assertionSigned(at, saying(at, await start(neighbour))),
  ],
  [
    'a sound response to another group',
    'saml.destination_mismatch',
    async ({ neighbour }) => assertionSigned(neighbour, saying(neighbour, await start(neighbour))),
  ],
  [
    'a request that was answered before',
    'saml.request_unknown',
    async ({ at }) => {
      const used = await start(at);
      const xml = assertionSigned(at, saying(at, used));
      await post(at, used, xml);
      return { xml, posted: { relayState: used.handle, browser: used.browser } };
    },
  ],
  [
    'the same assertion for another request',
    'saml.signature_invalid',
    async ({ at, request }) => {
      const used = await start(at);
      const xml = assertionSigned(at, saying(at, used));
      await post(at, used, xml);
      return xml.replaceAll(used.id, request.id);
    },
  ],
  [
    'an assertion used before, in a new response',
    'saml.replayed',
    async ({ at, request, said }) => {
      const used = await start(at);
      await post(at, used, assertionSigned(at, saying(at, used, { assertionId: said.assertionId })));
      return assertionSigned(at, saying(at, request, { assertionId: said.assertionId }));
    },
  ],
  [
    'InResponseTo in the response only',
    'saml.in_response_to_mismatch',
    says({ confirmationInResponseTo: null }),
  ],
  ['InResponseTo in the assertion only', 'saml.in_response_to_mismatch', says({ inResponseTo: null })],
  [
    'two different InResponseTo',
    'saml.in_response_to_mismatch',
    says({ confirmationInResponseTo: '_other' }),
  ],
  [
    'an assertion of another request in a response to ours',
    'saml.in_response_to_mismatch',
    async ({ at, request }) => {
      const other = await start(at);
      return assertionSigned(at, saying(at, request, { confirmationInResponseTo: other.id }));
    },
  ],
  [
    'an assertion that was not asked for in a response to ours',
    'saml.in_response_to_mismatch',
    ({ at, request }) => {
      const xml = assertionSigned(at, saying(at, undefined));
      return replaced(xml, '<samlp:Response ', `<samlp:Response InResponseTo="${request.id}" `);
    },
    { allowIdpInitiated: true },
  ],
  [
    'an assertion to a request with InResponseTo cut out of the response',
    'saml.in_response_to_mismatch',
    edits((xml) => replaced(xml, / InResponseTo="[^"]*"/, '')),
    { allowIdpInitiated: true },
  ],
  [
    'an empty InResponseTo',
    'saml.in_response_to_mismatch',
    edits((xml) => replaced(xml, / InResponseTo="[^"]*"/, ' InResponseTo=""')),
  ],
  [
    'an empty InResponseTo, where one has to ask first',
    'saml.idp_initiated',
    says({ inResponseTo: '', confirmationInResponseTo: '' }),
  ],
  [
    'an invented InResponseTo, where sign-ins may begin at the identity provider',
    'saml.request_unknown',
    says({ inResponseTo: '_invented', confirmationInResponseTo: '_invented' }),
    { allowIdpInitiated: true },
  ],
  [
    'no cookie of the browser',
    'saml.other_browser',
    ({ at, said, request: { handle } }) => ({
      xml: assertionSigned(at, said),
      posted: { browser: '', relayState: handle },
    }),
  ],
  [
    'another browser',
    'saml.other_browser',
    ({ at, said }) => ({ xml: assertionSigned(at, said), posted: { browser: 'x'.repeat(32) } }),
  ],
  [
    'the browser of another request',
    'saml.other_browser',
    async ({ at, said }) => ({
      xml: assertionSigned(at, said),
      posted: { browser: (await start(at)).browser },
    }),
  ],
  [
    'a RelayState that is a URL',
    'saml.relay_state_mismatch',
    ({ at, said }) => ({ xml: assertionSigned(at, said), posted: { relayState: 'https://evil.test' } }),
  ],
  [
    'a RelayState that is a path',
    'saml.relay_state_mismatch',
    ({ at, said }) => ({ xml: assertionSigned(at, said), posted: { relayState: '/admin' } }),
  ],
  [
    'a RelayState of another request',
    'saml.relay_state_mismatch',
    async ({ at, said }) => ({
      xml: assertionSigned(at, said),
      posted: { relayState: (await start(at)).handle },
    }),
  ],
  [
    'a RelayState that only begins like null',
    'saml.relay_state_mismatch',
    ({ at, said }) => ({ xml: assertionSigned(at, said), posted: { relayState: 'null ' } }),
  ],
  [
    'a RelayState of white space',
    'saml.relay_state_mismatch',
    ({ at, said }) => ({ xml: assertionSigned(at, said), posted: { relayState: ' ' } }),
  ],
];

const sealed: readonly Forgery[] = [
  [
    'encrypted with AES-CBC',
    'saml.weak_algorithm',
    ({ at, said }) => assertionSealed(at, said, { content: `${ENC}aes256-cbc` }),
  ],
  [
    'encrypted with 3DES',
    'saml.weak_algorithm',
    ({ at, said }) => assertionSealed(at, said, { content: `${ENC}tripledes-cbc` }),
  ],
  [
    'a key encrypted with RSA 1.5',
    'saml.weak_algorithm',
    async ({ at, said }) =>
      replaced(await assertionSealed(at, said), `${ENC}rsa-oaep-mgf1p`, `${ENC}rsa-1_5`),
  ],
  [
    'a key encrypted with a digest of MD5',
    'saml.weak_algorithm',
    async ({ at, said }) => replaced(await assertionSealed(at, said), `${DSIG}sha1`, `${MORE}md5`),
  ],
  [
    'a key encrypted with an unknown mask',
    'saml.weak_algorithm',
    async ({ at, said }) =>
      replaced(
        await assertionSealed(at, said, { transport: `${ENC11}rsa-oaep`, digest: 'sha256', mask: 'sha256' }),
        `${ENC11}mgf1sha256`,
        `${ENC11}mgf1sha224`,
      ),
  ],
  [
    'a key encrypted with SHA-384 and a mask of SHA-256',
    'saml.weak_algorithm',
    ({ at, said }) =>
      assertionSealed(at, said, { transport: `${ENC11}rsa-oaep`, digest: 'sha384', mask: 'sha256' }),
  ],
  [
    'a key encrypted under the name of another digest',
    'saml.not_decrypted',
    async ({ at, said }) =>
      replaced(
        await assertionSealed(at, said, { transport: `${ENC11}rsa-oaep`, digest: 'sha256', mask: 'sha256' }),
        `${ENC}sha256`,
        `${ENC}sha512`,
      ),
  ],
  [
    'encrypted, and its key outside of the EncryptedAssertion',
    'saml.not_encrypted_well',
    async ({ at, said }) => {
      const xml = await assertionSealed(at, said, { beside: 'named' });
      const key = part(xml, /<e:EncryptedKey.*<\/e:EncryptedKey>/s);
      return replaced(xml, key, '').replace('<samlp:Status>', `<samlp:Status>${key}`);
    },
  ],
  [
    'encrypted, and its key in the content',
    'saml.not_encrypted_well',
    async ({ at, said }) => {
      const xml = await assertionSealed(at, said, { beside: 'unnamed' });
      const key = part(xml, /<e:EncryptedKey.*<\/e:EncryptedKey>/s);
      return replaced(xml, key, '').replace('</e:EncryptedData>', `${key}</e:EncryptedData>`);
    },
  ],
  [
    'encrypted, and two keys beside it',
    'saml.not_encrypted_well',
    async ({ at, said }) => {
      const xml = await assertionSealed(at, said, { beside: 'unnamed' });
      const key = part(xml, /<e:EncryptedKey.*<\/e:EncryptedKey>/s);
      return replaced(xml, key, key + key.replace('"_key"', '"_key2"'));
    },
  ],
  [
    'encrypted, and not signed inside or outside',
    'saml.not_signed',
    async ({ at, said }) =>
      responseOf(said, await encrypted(assertionOf(said), encryptionCertificate(at.provider))),
  ],
  [
    'encrypted for another key',
    'saml.not_decrypted',
    async ({ at, said, stranger }) =>
      responseOf(
        said,
        await encrypted(signed(assertionOf(said), { ...at.idp, id: said.assertionId }), stranger.certificate),
      ),
  ],
  [
    'encrypted, and a byte changed',
    'saml.not_decrypted',
    async ({ at, said }) => {
      const xml = await assertionSealed(at, said);
      const values = [...xml.matchAll(/CipherValue>([^<]{30,})</g)];
      const last = values.at(-1)?.[1] ?? '';
      return replaced(xml, last, `${last.startsWith('A') ? 'B' : 'A'}${last.slice(1)}`);
    },
  ],
  [
    'encrypted, and no longer than nonce and tag',
    'saml.not_encrypted_well',
    async ({ at, said }) => {
      const xml = await assertionSealed(at, said);
      const values = [...xml.matchAll(/CipherValue>([^<]{30,})</g)];
      return replaced(xml, values.at(-1)?.[1] ?? '', Buffer.alloc(28).toString('base64'));
    },
  ],
  [
    'encrypted, and a SHA-1 signature inside',
    'saml.weak_algorithm',
    ({ at, said }) => assertionSealed(at, said, { signing: { algorithm: `${DSIG}rsa-sha1` } }),
  ],
  [
    'encrypted, and signed by a stranger inside',
    'saml.signature_invalid',
    ({ at, said, stranger }) => assertionSealed(at, said, { signing: stranger }),
  ],
  [
    'something else than an assertion encrypted',
    'saml.not_decrypted',
    async ({ at, said }) => responseOf(said, await encrypted('<a/>', encryptionCertificate(at.provider))),
  ],
  [
    'text encrypted',
    'saml.not_decrypted',
    async ({ at, said }) => responseOf(said, await encrypted('hello', encryptionCertificate(at.provider))),
  ],
  ...bombs.map(
    ([name, , bomb]): Forgery => [
      `encrypted: ${name}`,
      'saml.not_decrypted',
      async ({ at, said }) =>
        responseOf(said, await encrypted(bomb(AT_ONCE / 2), encryptionCertificate(at.provider))),
    ],
  ),
  [
    'two assertions in one encryption',
    'saml.not_decrypted',
    async (chance) => {
      const good = signed(assertionOf(chance.said), { ...chance.at.idp, id: chance.said.assertionId });
      return responseOf(
        chance.said,
        await encrypted(
          replaced(evil(chance), '</saml:Assertion>', `${good}</saml:Assertion>`),
          encryptionCertificate(chance.at.provider),
        ),
      );
    },
  ],
  [
    'a comment inside the encryption',
    'saml.not_decrypted',
    async ({ at, said }) => {
      const good = signed(assertionOf(said), { ...at.idp, id: said.assertionId });
      return responseOf(
        said,
        await encrypted(
          replaced(good, 'ann@acme.test</saml:NameID>', 'ann@acme.test<!---->.evil</saml:NameID>'),
          encryptionCertificate(at.provider),
        ),
      );
    },
  ],
  [
    'an encrypted assertion beside an evil one',
    'saml.several_assertions',
    async (chance) =>
      replaced(
        await assertionSealed(chance.at, chance.said),
        '</samlp:Response>',
        `${evil(chance)}</samlp:Response>`,
      ),
  ],
  [
    'two encrypted assertions',
    'saml.several_assertions',
    async ({ at, said }) => {
      const xml = await assertionSealed(at, said);
      const one = part(xml, /<saml:EncryptedAssertion .*<\/saml:EncryptedAssertion>/s);
      return replaced(xml, one, one + one);
    },
  ],
  [
    'an empty EncryptedAssertion',
    'saml.not_encrypted_well',
    ({ said }) =>
      responseOf(said, '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>'),
  ],
  [
    'two ciphers in one encryption',
    'saml.not_encrypted_well',
    async ({ at, said }) => {
      const xml = await assertionSealed(at, said);
      const one = part(xml, /<(\w+:)?CipherValue>[^<]+<\/(\w+:)?CipherValue>/);
      return replaced(xml, one, one + one);
    },
  ],
  [
    'a cipher to fetch from elsewhere',
    'saml.not_encrypted_well',
    async ({ at, said }) => {
      const xml = await assertionSealed(at, said);
      return replaced(
        xml,
        /<e:CipherValue>[^<]+<\/e:CipherValue><\/e:CipherData><\/e:EncryptedData>/,
        '<e:CipherReference URI="http://127.0.0.1/"/></e:CipherData></e:EncryptedData>',
      );
    },
  ],
  [
    'a sealed assertion for another audience',
    'saml.audience_mismatch',
    ({ at, said }) =>
      assertionSealed(at, {
        ...said,
        audience:
          '<saml:AudienceRestriction><saml:Audience>https://other.test</saml:Audience></saml:AudienceRestriction>',
      }),
  ],
];

function atEnd(id: string) {
  return { reference: `//*[@ID='${id}']`, action: 'append' as const };
}

/** Everything that must not get in, with the code it is refused with. */
export const forgeries: readonly Forgery[] = [
  ...signature,
  ...changed,
  ...wrapped,
  ...documents,
  ...envelopes,
  ...contents,
  ...states,
  ...sealed,
];
