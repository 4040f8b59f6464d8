import { expect } from 'chai';
import { isSecretName, maskText, redact } from '../../lib/observe/redact.ts';

const token = `rcs_${'a1B2'.repeat(12)}Z`;

describe('masking', () => {
  const texts: readonly (readonly [what: string, text: string, masked: string])[] = [
    ['an access token', `with ${token.replace('rcs', 'rca')}.`, 'with rca_***.'],
    ['the secret of a client', `with ${token.replace('rcs', 'rcx')}.`, 'with rcx_***.'],
    ['a set-up link', `/set-up/${token.replace('rcs', 'rcl')}`, '/set-up/rcl_***'],
    ['a personal token', `with ${token.replace('rcs', 'rcp')}.`, 'with rcp_***.'],
    ['a token', `used ${token} twice: ${token}.`, 'used rcs_*** twice: rcs_***.'],
    ['a bearer', 'Authorization: Bearer abc.def-ghi', 'Authorization: Bearer ***'],
    ['a bearer in any case', 'BEARER abcdef', 'BEARER ***'],
    ['a JSON Web Token', `got eyJhbGciOi.eyJzdWIiOiJ4.c2lnbmF0dXJl.`, 'got ***'],
    [
      'a private key',
      'x -----BEGIN RSA PRIVATE KEY-----\\nMIIE+/=\\n-----END RSA PRIVATE KEY----- y',
      'x -----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY----- y',
    ],
    ['a cut private key', '{"a":"-----BEGIN PRIVATE KEY-----\\nMII', '{"a":"-----BEGIN PRIVATE KEY-----***'],
    ['basic credentials', 'Basic YW5uOnB3 sent', 'Basic *** sent'],
    ['credentials of a URL', 'at mongodb+srv://ann:p%40w@db.test/x', 'at mongodb+srv://***@db.test/x'],
    ['a named value', 'password=hunter2&user=ann', 'password=***&user=ann'],
    ['a named value with a colon', 'client_secret: hunter2, more', 'client_secret: ***, more'],
    ['JSON in text', '{"userName":"ann","password":"hunter two"}', '{"userName":"ann","password":"***"}'],
    ['JSON in JSON', '{"m":"{\\"password\\":\\"hunter two\\"}"}', '{"m":"{\\"password\\":\\"***\\"}"}'],
    ['nothing in a plain text', 'The token of ann is a secret.', 'The token of ann is a secret.'],
    ['nothing in a URL', 'https://id.acme.test/a@b', 'https://id.acme.test/a@b'],
    ['nothing that only looks like a token', 'rcs_short', 'rcs_short'],
  ];
  for (const [what, text, masked] of texts) {
    it(`finds ${what} in text`, () => expect(maskText(text)).to.equal(masked));
  }

  it('takes linear time on hostile text', () => {
    const hostile = [
      '://',
      'token=',
      'token="',
      'Bearer ',
      'password\\',
      '-----BEGIN PRIVATE KEY-----',
      'rcs_',
      'eyJ',
      'eyJaaaaaa.',
    ].map((s) => s.repeat(50_000));
    for (const text of hostile) expect(maskText(text).length).to.be.greaterThan(0);
  });

  const secret = [
    'password',
    'Password',
    'newPassword',
    'pass_word',
    'urn:ietf:params:scim:schemas:core:2.0:User:password',
    'Authorization',
    'Proxy-Authorization',
    'cookie',
    'Set-Cookie',
    'token',
    'scimToken',
    'access_token',
    'client-secret',
    'SAMLResponse',
    'x-api-key',
    'private_key',
  ];
  const open = [
    'userName',
    'tokenId',
    'path',
    'externalId',
    'key',
    'authorizationServer',
    'emails',
    'status',
  ];
  for (const name of secret) it(`hides ${name}`, () => expect(isSecretName(name)).to.equal(true));
  for (const name of open) it(`shows ${name}`, () => expect(isSecretName(name)).to.equal(false));

  const values: readonly (readonly [what: string, value: unknown, masked: unknown])[] = [
    [
      'a SCIM user',
      { userName: 'ann', password: 'hunter2', name: { givenName: 'Ann' } },
      { userName: 'ann', password: '***', name: { givenName: 'Ann' } },
    ],
    [
      'a PATCH with the name in the path',
      { Operations: [{ op: 'replace', path: 'Password', value: 'hunter2' }] },
      { Operations: [{ op: 'replace', path: 'Password', value: '***' }] },
    ],
    [
      'a PATCH in another case',
      { Operations: [{ OP: 'add', PATH: 'urn:x:User:password', Value: { any: 'hunter2' } }] },
      { Operations: [{ OP: 'add', PATH: 'urn:x:User:password', Value: '***' }] },
    ],
    [
      'a PATCH without a path',
      { Operations: [{ op: 'add', value: { password: 'hunter2', title: 'Dr' } }] },
      { Operations: [{ op: 'add', value: { password: '***', title: 'Dr' } }] },
    ],
    ['a whole object under a secret name', { secrets: { a: 1 } }, { secrets: '***' }],
    ['shapes in values', [{ note: `got ${token}` }], [{ note: 'got rcs_***' }]],
    ['what is not an object', [null, 1, true, undefined], [null, 1, true, undefined]],
  ];
  for (const [what, value, masked] of values) {
    it(`masks ${what}`, () => {
      const before = structuredClone(value);
      expect(redact(value)).to.deep.equal(masked);
      expect(value, 'the original').to.deep.equal(before);
    });
  }

  it('terminates on a circular value', () => {
    const circle: Record<string, unknown> = { name: 'a' };
    circle.self = circle;
    expect(JSON.stringify(redact(circle))).to.match(/"…"/);
  });
});
