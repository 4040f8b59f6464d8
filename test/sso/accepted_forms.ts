import { assertionOf, ENC11, encrypted, responseOf, type Sealing, signed, type Words } from './fixture.ts';
import {
  assertionSealed,
  assertionSigned,
  encryptionCertificate,
  responseSigned,
  type Scene,
  type saying,
} from './scene.ts';

export const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
export const ENC = 'http://www.w3.org/2001/04/xmlenc#';

const OAEP_11 = `${ENC11}rsa-oaep`;
const sealings: readonly (readonly [name: string, sealing: Sealing])[] = [
  ['encrypted assertion, AES-128-GCM', { content: `${ENC11}aes128-gcm` }],
  ['encrypted assertion, AES-192-GCM', { content: `${ENC11}aes192-gcm` }],
  ['encrypted assertion, RSA-OAEP and SHA-256', { digest: 'sha256' }],
  ['encrypted assertion, RSA-OAEP and SHA-512', { digest: 'sha512' }],
  ['encrypted assertion, RSA-OAEP of 1.1', { transport: OAEP_11 }],
  ...['sha256', 'sha384', 'sha512'].map(
    (hash) =>
      [
        `encrypted assertion, RSA-OAEP of 1.1 and ${hash}`,
        { transport: OAEP_11, digest: hash, mask: hash },
      ] as const,
  ),
  [
    'encrypted assertion, RSA-OAEP of 1.1, SHA-256 with a mask of SHA-1',
    { transport: OAEP_11, digest: 'sha256' },
  ],
  ['encrypted assertion, its key beside it by name', { beside: 'named' }],
  ['encrypted assertion, its key beside it', { beside: 'unnamed' }],
  ['encrypted assertion, its key beside it, RSA-OAEP and SHA-256', { beside: 'unnamed', digest: 'sha256' }],
];

/** What an identity provider may send, by name. */
export const acceptedForms: readonly (readonly [
  name: string,
  make: (at: Scene, said: ReturnType<typeof saying>) => string | Promise<string>,
])[] = [
  ['signed assertion', (at, said) => assertionSigned(at, said)],
  ['signed response', (at, said) => responseSigned(at, said)],
  [
    'both signed',
    (at, said) =>
      signed(assertionSigned(at, said), {
        ...at.idp,
        id: said.responseId,
        location: behindIssuer(said.responseId),
      }),
  ],
  ['encrypted assertion, signed inside', (at, said) => assertionSealed(at, said)],
  ...sealings.map(
    ([name, sealing]) => [name, (at: Scene, said: Words) => assertionSealed(at, said, sealing)] as const,
  ),
  [
    'encrypted assertion, signed inside and outside',
    async (at, said) =>
      signed(await assertionSealed(at, said), {
        ...at.idp,
        id: said.responseId,
        location: behindIssuer(said.responseId),
      }),
  ],
  [
    'encrypted assertion, signed outside by SHA-384',
    async (at, said) =>
      signed(responseOf(said, await encrypted(assertionOf(said), encryptionCertificate(at.provider))), {
        ...at.idp,
        id: said.responseId,
        algorithm: `${MORE}rsa-sha384`,
      }),
  ],
  [
    'encrypted assertion, signed outside',
    async (at, said) =>
      signed(responseOf(said, await encrypted(assertionOf(said), encryptionCertificate(at.provider))), {
        ...at.idp,
        id: said.responseId,
      }),
  ],
  [
    'RSA and SHA-512',
    (at, said) => assertionSigned(at, said, { algorithm: `${MORE}rsa-sha512`, digest: `${ENC}sha512` }),
  ],
  [
    'RSA and SHA-384',
    (at, said) => assertionSigned(at, said, { algorithm: `${MORE}rsa-sha384`, digest: `${MORE}sha384` }),
  ],
  ['SHA-384, the whole response', (at, said) => responseSigned(at, said, { algorithm: `${MORE}rsa-sha384` })],
  [
    'SHA-384, encrypted',
    (at, said) => assertionSealed(at, said, { signing: { algorithm: `${MORE}rsa-sha384` } }),
  ],
  [
    'an XML declaration',
    (at, said) => `<?xml version="1.0" encoding="UTF-8"?>\n${assertionSigned(at, said)}\n`,
  ],
  ['no Destination', (at, said) => assertionSigned(at, { ...said, destination: null })],
  ['no Issuer of the response', (at, said) => assertionSigned(at, { ...said, issuer: null })],
  ['no attributes', (at, said) => assertionSigned(at, { ...said, attributes: '' })],
  ['no end of the session', (at, said) => assertionSigned(at, { ...said, sessionUntil: null })],
  [
    'one of two confirmations fits',
    (at, said) => {
      const one = assertionOf(said);
      const other = assertionOf({ ...said, recipient: 'https://other.test/acs' });
      const second = /<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/.exec(other)?.[0] ?? '';
      const both = one.replace('<saml:SubjectConfirmation ', `${second}<saml:SubjectConfirmation `);
      return signed(responseOf(said, both), { ...at.idp, id: said.assertionId });
    },
  ],
  [
    'several audiences, one of them we',
    (at, said) =>
      assertionSigned(at, {
        ...said,
        audience: (said.audience ?? '').replace(
          '<saml:Audience>',
          '<saml:Audience>https://other.test</saml:Audience><saml:Audience>',
        ),
      }),
  ],
  ...(
    [
      ['7 digits of a second', (at) => at.replace(/\.\d+Z/, '.1234567Z')],
      ['9 digits of a second', (at) => at.replace(/\.\d+Z/, '.123456789Z')],
      ['12 digits of a second', (at) => at.replace(/\.\d+Z/, '.123456789012Z')],
      ['the offset of UTC', (at) => at.replace('Z', '+00:00')],
      ['the zone of India', (at) => shifted(at, 330, '+05:30')],
      ['the zone of California', (at) => shifted(at, -480, '-08:00')],
    ] as const satisfies readonly (readonly [string, (at: string) => string])[]
  ).map(
    ([name, write]) =>
      [
        `times with ${name}`,
        (at: Scene, said: Words) => {
          const xml = responseOf(said, assertionOf(said)).replace(/(?<=[a-zA-Z]=")\d{4}-[^"]+Z(?=")/g, write);
          return signed(xml, { ...at.idp, id: said.assertionId });
        },
      ] as const,
  ),
  [
    'a clock that is a little ahead',
    (at, said) => assertionSigned(at, { ...said, from: said.issued + 50_000 }),
  ],
  [
    'a clock that is a little behind',
    (at, said) => assertionSigned(at, { ...said, until: said.issued - 50_000 }),
  ],
  [
    'one use and a limit for proxies',
    (at, said) =>
      assertionSigned(at, {
        ...said,
        moreConditions: '<saml:OneTimeUse/><saml:ProxyRestriction Count="0"/>',
      }),
  ],
];

function shifted(utc: string, minutes: number, zone: string): string {
  return new Date(Date.parse(utc) + minutes * 60_000).toISOString().replace('Z', zone);
}

function behindIssuer(id: string) {
  return { reference: `//*[@ID='${id}']/*[local-name()='Issuer']`, action: 'after' as const };
}
