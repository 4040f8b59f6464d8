import { DOMParser } from '@xmldom/xmldom';
import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { RuleError } from '../../lib/kernel/errors.ts';
import { readMetadata } from '../../lib/saml/metadata/read.ts';
import { spMetadata } from '../../lib/saml/metadata/sp_metadata.ts';
import { boot, type Rollcall } from '../helper.ts';
import { ENC11, type KeyPair, keyPair, sha256Of } from './fixture.ts';
import { idpMetadata, type MetadataWords } from './idp_metadata.ts';
import { IDP, rotateKeys, scene } from './scene.ts';

const now = Date.now();
const MINUTE = 60_000;

describe('the metadata of an identity provider', () => {
  let keys: { readonly rsa: KeyPair; readonly ec: KeyPair; readonly weak: KeyPair };
  before(async () => {
    const [rsa, ec, weak] = await Promise.all([keyPair(), keyPair('ec'), keyPair('rsa', 1_024)]);
    keys = { rsa, ec, weak };
  });

  const read = (xml: string, more: Partial<Parameters<typeof readMetadata>[1]> = {}) =>
    readMetadata(xml, { now, ...more });
  const sound = (changes: Partial<MetadataWords> = {}) =>
    idpMetadata({ certificates: [keys.rsa.certificate], ...changes });

  it('is previewed before it is saved', () => {
    const preview = read(
      sound({ certificates: [keys.rsa.certificate, keys.ec.certificate, keys.rsa.certificate] }),
    );
    expect(preview).to.deep.include({
      entityId: IDP,
      ssoUrl: 'https://idp.test/sso/redirect',
      binding: 'redirect',
      endpoints: { redirect: 'https://idp.test/sso/redirect', post: 'https://idp.test/sso/post' },
      nameIdFormats: ['urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'],
      wantsSignedRequests: true,
      warnings: [],
    });
    expect(preview.certificates.map(({ sha256 }) => sha256)).to.deep.equal([
      sha256Of(keys.rsa.certificate),
      sha256Of(keys.ec.certificate),
    ]);
  });

  it('is accepted with a byte order mark, a declaration and comments', () => {
    const xml = `\ufeff<?xml version='1.0' encoding='utf-8'?>\n<!-- made by hand -->\n${sound()}\n<!-- end -->`;
    expect(read(xml).entityId).to.equal(IDP);
  });

  it('is accepted with white space where XML Schema ignores it', () => {
    const spaced = sound({ validUntil: new Date(now + MINUTE).toISOString() })
      .replace(
        / (entityID|validUntil|use|Binding|Location|WantAuthnRequestsSigned)="([^"]+)"/g,
        ' $1="\n $2\t"',
      )
      .replace(/>([^<]+)</g, '>\r\n $1 <');
    expect(read(spaced)).to.deep.equal(read(sound({ validUntil: new Date(now + MINUTE).toISOString() })));
  });

  for (const [name, before] of [
    ['a byte order mark and white space', '\ufeff\n '],
    ['white space before the declaration', '\r\n <?xml version="1.0" encoding="UTF-8"?>'],
    ['the encoding that it had before it was pasted', '<?xml version="1.0" encoding="utf-16"?>\n'],
  ])
    it(`is accepted after ${name}`, () => expect(read(before + sound()).entityId).to.equal(IDP));

  it('is found among the identity providers of a large federation', () => {
    const extensions = Array.from(
      { length: 25 },
      (_, at) => `<x${at}:Info xmlns:x${at}="urn:x:${at}" xml:lang="en">text</x${at}:Info>`,
    ).join('');
    const entities = Array.from({ length: limits.samlEntities }, (_, at) =>
      sound({ entityId: `https://idp${at}.test` }).replace(
        '<md:IDPSSODescriptor',
        `<!-- ${at} & more --><md:Extensions>${extensions}</md:Extensions><md:IDPSSODescriptor`,
      ),
    ).join('\n');
    const all = `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${entities}</md:EntitiesDescriptor>`;
    expect(read(all, { entityId: 'https://idp42.test' }).entityId).to.equal('https://idp42.test');
  });

  it('has the requested binding, if available', () => {
    expect(read(sound(), { binding: 'post' }).ssoUrl).to.equal('https://idp.test/sso/post');
  });

  it('loses keys that are too weak, with a warning', () => {
    const preview = read(sound({ certificates: [keys.weak.certificate, keys.rsa.certificate] }));
    expect(preview.certificates).to.have.length(1);
    expect(preview.warnings.join()).to.match(/1024 bits/);
  });

  it('with several entities requires a choice', () => {
    const other = sound({ entityId: 'https://other.test' });
    const all = `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${sound()}${other}</md:EntitiesDescriptor>`;
    expect(read(all, { entityId: 'https://other.test' }).entityId).to.equal('https://other.test');
    expect(() => read(all)).to.throw(RuleError, /several identity providers. Name one/);
    expect(() => read(all, { entityId: 'https://third.test' })).to.throw(
      RuleError,
      /no identity provider with/,
    );
  });

  const lies: readonly (readonly [name: string, why: RegExp, make: () => string])[] = [
    ['nothing', /not a readable XML document/, () => ''],
    [
      'a web page',
      /not a readable XML document|no SAML/,
      () => '<!DOCTYPE html><html><body>Sign in</body></html>',
    ],
    ['XML of another kind', /not SAML 2.0 metadata/, () => '<a/>'],
    [
      'metadata of SAML 1',
      /no identity provider/,
      () => sound().replaceAll('SAML:2.0:protocol', 'SAML:1.1:protocol'),
    ],
    [
      'a service provider',
      /no identity provider/,
      () => sound().replaceAll('IDPSSODescriptor', 'SPSSODescriptor'),
    ],
    [
      'an external entity',
      /forbidden_xml/,
      () => `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${sound()}`,
    ],
    [
      'a bomb of entities',
      /forbidden_xml/,
      () => `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${sound({ entityId: '&b;' })}`,
    ],
    ['an entity without a document type', /forbidden_xml/, () => sound({ entityId: '&evil;' })],
    [
      'a processing instruction',
      /forbidden_xml/,
      () => sound().replace('<md:KeyDescriptor', '<?x y?><md:KeyDescriptor'),
    ],
    [
      'CDATA',
      /forbidden_xml/,
      () => sound().replace('</ds:X509Certificate>', '<![CDATA[]]></ds:X509Certificate>'),
    ],
    ['a document type in a comment that is none', /forbidden_xml/, () => `<!-- --><!DOCTYPE x>${sound()}`],
    ['a cut document', /not_xml/, () => sound().slice(0, -30)],
    ['two roots', /not_xml/, () => sound() + sound()],
    ['too many bytes', /larger than/, () => sound() + ' '.repeat(limits.samlMetadataBytes)],
    ['deep nesting', /too_complex/, () => '<a>'.repeat(60_000) + '</a>'.repeat(60_000)],
    ['no entity id', /entity id is missing/, () => sound({ entityId: '' })],
    ['an entity id with white space', /entity id is missing, too long/, () => sound({ entityId: 'a b' })],
    [
      'an entity id of ten thousand characters',
      /entity id is missing, too long/,
      () => sound({ entityId: `https://${'a'.repeat(10_000)}` }),
    ],
    [
      'metadata that has expired',
      /was valid until/,
      () => sound({ validUntil: new Date(now - MINUTE).toISOString() }),
    ],
    [
      'an end on a day that does not exist',
      /2028-02-30T00:00:00Z is not a time/,
      () => sound({ validUntil: '2028-02-30T00:00:00Z' }),
    ],
    ['an end that is not a time', /is not a time/, () => sound({ validUntil: 'never' })],
    ['no sign-on URL', /no usable https sign-on URL/, () => sound({ endpoints: '' })],
    [
      'a sign-on URL over http',
      /no usable https sign-on URL/,
      () => sound().replaceAll('https://idp.test/sso', 'http://idp.test/sso'),
    ],
    [
      'a sign-on URL that is a script',
      /no usable https sign-on URL/,
      () => sound().replaceAll('https://idp.test/sso', 'javascript:alert(1)//'),
    ],
    [
      'a sign-on URL with a password',
      /no usable https sign-on URL/,
      () => sound().replaceAll('https://idp.test/sso', 'https://a:b@idp.test/sso'),
    ],
    [
      'a sign-on URL for another binding',
      /no usable https sign-on URL/,
      () => sound().replaceAll('HTTP-Redirect', 'SOAP').replaceAll('HTTP-POST', 'PAOS'),
    ],
    ['no certificate', /no usable signing certificate/, () => sound({ certificates: [] })],
    [
      'a certificate that is none',
      /no usable signing certificate/,
      () => sound({ certificates: ['bm9uZQ=='] }),
    ],
    [
      'a certificate for encryption only',
      /no usable signing certificate/,
      () => sound().replaceAll('use="signing"', 'use="encryption"'),
    ],
    [
      'a weak key only',
      /no usable signing certificate.*1024 bits/,
      () => sound({ certificates: [keys.weak.certificate] }),
    ],
    [
      'two descriptors of one provider',
      /twice/,
      () => {
        const one = /<md:IDPSSODescriptor.*<\/md:IDPSSODescriptor>/s.exec(sound())?.[0] ?? '';
        return sound().replace(one, one + one);
      },
    ],
  ];
  for (const [name, why, make] of lies) {
    it(`is refused: ${name}`, () => expect(() => read(make())).to.throw(RuleError, why));
  }

  it('is refused with more certificates than allowed', async () => {
    const many = await Promise.all(Array.from({ length: limits.samlCertificates + 1 }, () => keyPair('ec')));
    expect(() => read(sound({ certificates: many.map(({ certificate }) => certificate) }))).to.throw(
      /more than/,
    );
  });
});

describe('the metadata of Rollcall', () => {
  let rollcall: Rollcall;
  before(async () => {
    rollcall = await boot();
  });
  after(() => rollcall.close());

  it('has the URL for responses, and the next keys beside the present ones', async () => {
    const here = await scene(rollcall, await keyPair('ec'), { signRequests: true, nameIdFormat: 'urn:x' });
    const { provider, urls } = here;
    const root = () =>
      new DOMParser().parseFromString(spMetadata(provider, urls, now), 'text/xml').documentElement;
    expect(root().getAttribute('entityID')).to.equal(urls.entityId);
    expect(spMetadata(provider, urls, now))
      .to.contain(`Location="${urls.acs}"`)
      .and.contain('AuthnRequestsSigned="true"')
      .and.not.match(/Algorithm="[^"]*cbc/);
    const uses = (xml: string) => [...xml.matchAll(/use="(\w+)"/g)].map(([, use]) => use);
    expect(uses(spMetadata(provider, urls, now))).to.deep.equal(['signing', 'encryption']);

    const next = await rotateKeys(rollcall, provider);
    expect(uses(spMetadata(next, urls, now))).to.deep.equal(['signing', 'signing', 'encryption']);
    const done = await rotateKeys(rollcall, provider);
    expect(done.keys?.map(({ state }) => state)).to.deep.equal(['former', 'former', 'active', 'active']);
    expect(uses(spMetadata(done, urls, now))).to.deep.equal(['signing', 'encryption']);
  });

  it('lists the encryption methods after the certificate', async () => {
    const { provider, urls } = await scene(rollcall, await keyPair('ec'));
    const [key = ''] = /<md:KeyDescriptor use="encryption">.*/.exec(spMetadata(provider, urls, now)) ?? [];
    const methods = [...key.matchAll(/<md:EncryptionMethod Algorithm="([^"]+)"(?:\/>|>(.*?)<\/md:)/g)].map(
      ([, uri = '', inside = '']) => [
        uri,
        ...[...inside.matchAll(/Algorithm="([^"]+)"/g)].map(([, of]) => of),
      ],
    );
    expect(key.indexOf('</ds:KeyInfo><md:EncryptionMethod')).to.be.greaterThan(0);
    const [ENC, MORE] = ['http://www.w3.org/2001/04/xmlenc#', 'http://www.w3.org/2001/04/xmldsig-more#'];
    expect(methods).to.deep.equal([
      [`${ENC11}aes256-gcm`],
      [`${ENC11}aes192-gcm`],
      [`${ENC11}aes128-gcm`],
      [`${ENC11}rsa-oaep`, `${ENC}sha256`, `${ENC11}mgf1sha256`],
      [`${ENC11}rsa-oaep`, `${MORE}sha384`, `${ENC11}mgf1sha384`],
      [`${ENC11}rsa-oaep`, `${ENC}sha512`, `${ENC11}mgf1sha512`],
      [`${ENC}rsa-oaep-mgf1p`, `${ENC}sha256`],
      [`${ENC}rsa-oaep-mgf1p`, 'http://www.w3.org/2000/09/xmldsig#sha1'],
    ]);
  });

  it('escapes text from an owner', async () => {
    const here = await scene(rollcall, await keyPair('ec'), { entityId: 'https://x.test/?a="<&>' });
    const urls = { ...here.urls, entityId: 'https://x.test/?a="<&>' };
    const root = new DOMParser().parseFromString(
      spMetadata(here.provider, urls, now),
      'text/xml',
    ).documentElement;
    expect(root.getAttribute('entityID')).to.equal('https://x.test/?a="<&>');
  });
});
