import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { generate } from 'selfsigned';
import { limits } from '../../config/limits.ts';
import { RuleError } from '../../lib/kernel/errors.ts';
import { textOfFile } from '../../lib/kernel/file_text.ts';
import { readCertificates } from '../../lib/saml/keys/certificates.ts';
import { type KeyPair, keyPair, sha256Of } from './fixture.ts';

interface World {
  /** One line of base64 in `one`, for what an editor or a console does to it. */
  readonly one: string;
  readonly base64: string;
  readonly der: Buffer;
  readonly key: KeyObject;
  readonly rsa: KeyPair;
  readonly ec: KeyPair;
}

const lines = (text: string, length = 64) => text.replace(new RegExp(`.{${length}}`, 'g'), '$&\n');
const pem = (der: Buffer, label: string) =>
  `-----BEGIN ${label}-----\n${lines(der.toString('base64'))}\n-----END ${label}-----\n`;
const json = (text: string) => JSON.stringify({ certificate: text }, undefined, 2);
const indented = (text: string) => text.replace(/^/gm, '    ');

/** A value of DER. */
function value(tag: number, ...inside: readonly Buffer[]): Buffer {
  const content = Buffer.concat(inside);
  const length = Buffer.from([0x83, 0, 0, 0]);
  length.writeUIntBE(content.length, 1, 3);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

const SIGNED_DATA = value(6, Buffer.from('2a864886f70d010702', 'hex'));
const number = (of: number) => value(2, Buffer.from([of]));
const bundle = (...certificates: readonly Buffer[]) =>
  value(
    0x30,
    SIGNED_DATA,
    value(0xa0, value(0x30, number(1), value(0x31), value(0x30), value(0xa0, ...certificates), value(0x31))),
  );
const request = (key: KeyObject) =>
  value(
    0x30,
    value(0x30, number(0), value(0x30), createPublicKey(key).export({ type: 'spki', format: 'der' })),
    value(0x30),
    value(3),
  );

/** The same certificate, as tools print and editors save it. */
const forms: readonly (readonly [name: string, form: (world: World) => string | Buffer])[] = [
  ['PEM', ({ one }) => one],
  ['PEM with line ends of Windows', ({ one }) => one.replaceAll('\n', '\r\n')],
  ['PEM with line ends written out', ({ one }) => one.replaceAll('\n', '\\n')],
  ['PEM with line ends written out for Windows', ({ one }) => one.replaceAll('\n', '\\r\\n')],
  ['PEM on one line', ({ one }) => one.replaceAll('\n', ' ')],
  ['PEM on one line without spaces', ({ one }) => one.replaceAll('\n', '')],
  [
    'PEM with one long line',
    ({ base64 }) => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`,
  ],
  [
    'PEM with bag attributes',
    ({ one }) =>
      `Bag Attributes\n    localKeyID: 54 69 6D\nsubject=CN = idp.test\nissuer=CN = idp.test\n${one}`,
  ],
  ['PEM after the text of openssl', ({ one }) => `Certificate:\n    Data:\n        Version: 3 (0x2)\n${one}`],
  [
    'PEM of keytool',
    ({ one }) => `Alias name: idp\nCertificate fingerprints:\n\t SHA1: 00:AA\n${one}\n\n*******\n`,
  ],
  ['PEM in JSON', ({ one }) => json(one)],
  [
    'PEM in JSON with slashes and plus signs escaped',
    ({ one }) => json(one).replaceAll('/', '\\/').replaceAll('+', '\\u002B'),
  ],
  ['PEM in YAML', ({ one }) => `idp:\n  certificate: |\n${indented(one)}`],
  ['PEM in quotes', ({ one }) => `"${one}"`],
  ['PEM in a mail', ({ one }) => one.replace(/^/gm, '> ')],
  ['an old label', ({ der }) => pem(der, 'X509 CERTIFICATE')],
  [
    'a trusted certificate',
    ({ der }) => pem(Buffer.concat([der, value(0x30, value(0x0c))]), 'TRUSTED CERTIFICATE'),
  ],
  ['bare base64', ({ base64 }) => base64],
  ['bare base64 with line breaks', ({ base64 }) => lines(base64)],
  ['bare base64 with empty lines between', ({ base64 }) => lines(base64).replaceAll('\n', '\r\n\r\n')],
  ['bare base64 with letters that are safe in a URL', ({ der }) => der.toString('base64url')],
  ['bare base64 in JSON', ({ base64 }) => json(base64)],
  [
    'bare base64 in a JSON Web Key',
    ({ base64 }) => JSON.stringify({ kty: 'RSA', use: 'sig', x5c: [base64] }),
  ],
  ['bare base64 in YAML', ({ base64 }) => `certificate: ${base64}\n`],
  ['bare base64 in a variable', ({ base64 }) => `IDP_CERT=${base64}\n`],
  ['bare base64 in a list', ({ base64 }) => `  - ${base64}\n`],
  [
    'bare base64 in XML',
    ({ base64 }) => `<ds:X509Certificate>\n${lines(base64).replaceAll('\n', '&#13;\n')}</ds:X509Certificate>`,
  ],
  ['bytes of DER', ({ der }) => der],
  ['a byte order mark', ({ one }) => `\ufeff${one}`],
  ['UTF-16 as Notepad saves it', ({ one }) => Buffer.from(`\ufeff${one}`, 'utf16le')],
  ['UTF-16, big endian', ({ one }) => Buffer.from(`\ufeff${one}`, 'utf16le').swap16()],
  ['PKCS#7 as PEM', ({ der }) => pem(bundle(der), 'PKCS7')],
  ['PKCS#7 as bytes', ({ der }) => bundle(der)],
  [
    'the same one twice',
    ({ one, base64 }) => `${one}\n-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`,
  ],
];

const couples: readonly (readonly [
  name: string,
  form: (first: Buffer, second: Buffer) => string | Buffer,
])[] = [
  ['PEM', (...both) => both.map((one) => pem(one, 'CERTIFICATE')).join('\n')],
  ['bytes of DER', (...both) => Buffer.concat(both)],
  ['PKCS#7', (...both) => bundle(...both)],
  [
    'base64 in a JSON Web Key',
    (...both) => JSON.stringify({ x5c: both.map((one) => one.toString('base64')) }),
  ],
  [
    'base64 with an empty line between',
    (...both) => both.map((one) => lines(one.toString('base64'))).join('\n\n'),
  ],
  ['a list', (...both) => both.map((one) => `- ${one.toString('base64')}\n`).join('')],
];

const refusals: readonly (readonly [name: string, why: RegExp, form: (world: World) => string | Buffer])[] = [
  ['a private key', /private key/, ({ key }) => key.export({ type: 'pkcs8', format: 'pem' })],
  ['a private key of RSA', /private key/, ({ key }) => key.export({ type: 'pkcs1', format: 'pem' })],
  [
    'a private key of EC as bytes',
    /private key/,
    ({ ec }) => createPrivateKey(ec.key).export({ type: 'sec1', format: 'der' }),
  ],
  ['a private key as bytes', /private key/, ({ key }) => key.export({ type: 'pkcs8', format: 'der' })],
  [
    'a private key as bare base64',
    /private key/,
    ({ key }) => key.export({ type: 'pkcs1', format: 'der' }).toString('base64'),
  ],
  [
    'a private key with a password',
    /private key/,
    ({ key }) => key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'x' }),
  ],
  [
    'a private key behind the certificate',
    /private key/,
    ({ one, key }) => `${one}${key.export({ type: 'pkcs8', format: 'pem' })}`,
  ],
  [
    'a private key in JSON',
    /private key/,
    ({ key }) => json(String(key.export({ type: 'pkcs8', format: 'pem' }))),
  ],
  ['PKCS#12', /private key/, () => value(0x30, number(3), value(0x30, SIGNED_DATA))],
  ['a certificate request', /certificate request/, ({ key }) => pem(request(key), 'CERTIFICATE REQUEST')],
  ['a certificate request as bytes', /certificate request/, ({ key }) => request(key)],
  [
    'a public key',
    /only a public key/,
    ({ key }) => createPublicKey(key).export({ type: 'spki', format: 'pem' }),
  ],
  [
    'a public key as bytes',
    /only a public key/,
    ({ key }) => createPublicKey(key).export({ type: 'spki', format: 'der' }),
  ],
  [
    'a public key of RSA as bytes',
    /only a public key/,
    ({ key }) => createPublicKey(key).export({ type: 'pkcs1', format: 'der' }),
  ],
  ['a list of revoked certificates', /revoked/, ({ der }) => pem(der, 'X509 CRL')],
  ['something else', /“PGP MESSAGE” and not a certificate/, ({ der }) => pem(der, 'PGP MESSAGE')],
  ['PEM that was cut', /END line is missing/, ({ one }) => one.slice(0, 600)],
  ['base64 that was cut', /was cut/, ({ base64 }) => base64.slice(0, 600)],
  ['bytes that were cut', /was cut/, ({ der }) => der.subarray(0, 600)],
  ['PEM with something else in it', /neither PEM nor base64/, ({ one }) => one.replace('\nM', '\n!M')],
  ['PKCS#7 without a certificate', /bundle has no certificate/, () => bundle()],
  ['a fingerprint', /neither PEM nor base64/, () => 'SHA256 Fingerprint=AA:BB:CC'],
  ['nothing', /neither PEM nor base64/, () => ''],
  ['more than anybody has', /more than 20/, ({ one }) => one.repeat(limits.samlPastedCertificates + 1)],
];

describe('a certificate', () => {
  let world: World;
  before(async () => {
    const [rsa, ec] = await Promise.all([keyPair(), keyPair('ec')]);
    const der = new X509Certificate(rsa.certificate).raw;
    const one = pem(der, 'CERTIFICATE');
    world = { rsa, ec, der, one, base64: der.toString('base64'), key: createPrivateKey(rsa.key) };
  });

  const read = (form: string | Buffer) =>
    readCertificates(typeof form === 'string' ? form : textOfFile(form)).map(({ sha256 }) => sha256);

  for (const [name, form] of forms)
    it(`is read from ${name}`, () =>
      expect(read(form(world))).to.deep.equal([sha256Of(world.rsa.certificate)]));

  for (const [name, form] of couples)
    it(`and another one are both read from ${name}`, () => {
      const pairs = [world.rsa, world.ec].map(({ certificate }) => certificate);
      const [first, second] = pairs.map((one) => new X509Certificate(one).raw);
      expect(first && second && read(form(first, second))).to.deep.equal(pairs.map(sha256Of));
    });

  it('of a chain is read without its issuers, whatever their keys are', async () => {
    const issuer = await generate([{ name: 'commonName', value: 'ca.test' }], { keySize: 1_024 });
    const issued = await generate([{ name: 'commonName', value: 'idp.test' }], {
      ca: { key: issuer.private, cert: issuer.cert },
    });
    expect(read(`${issued.cert}\n${issuer.cert}`)).to.deep.equal([sha256Of(issued.cert)]);
    expect(() => read(issuer.cert)).to.throw(RuleError, /1024 bits/);
  });

  it('and a self-signed one with the same name are both read', async () => {
    const other = await keyPair();
    expect(read(world.rsa.certificate + other.certificate)).to.have.length(2);
  });

  for (const [name, why, form] of refusals)
    it(`is refused from ${name}, with a reason`, () => {
      const text = form(world);
      expect(() => read(text))
        .to.throw(RuleError, why)
        .that.has.property('code', 'unusable_certificate');
    });

  it('is refused when its key is unreadable', () => {
    const der = Buffer.from(world.der);
    const rsaEncryption = Buffer.from('2a864886f70d010101', 'hex');
    der[der.indexOf(rsaEncryption) + rsaEncryption.length - 1] = 0x63;
    expect(() => readCertificates(der.toString('base64')))
      .to.throw(RuleError)
      .that.has.property('code', 'unusable_certificate');
  });
});
