import { expect } from 'chai';
import { maskedBody, maskedJson } from '../../lib/observe/bodies.ts';

const secret = 'canary-7f3a9c';
const long = 'x'.repeat(400);

describe('a logged body', () => {
  const values: readonly (readonly [what: string, value: unknown])[] = [
    ['a password', { userName: 'ann', password: secret }],
    ['a password behind what is cut', { note: long, password: secret }],
    ['a nested password', { a: [{ b: { Password: secret } }] }],
    [
      'the value of a PATCH of the password',
      { Operations: [{ op: 'replace', path: 'password', value: secret }] },
    ],
    [
      'such a value before its path',
      { Operations: [{ value: secret, note: long.repeat(9), path: 'password' }] },
    ],
    ['an object below a secret name', { secret: { a: secret, b: [secret] } }],
    ['a token by its form', { note: `rcs_${secret.replaceAll('-', '')}${'0'.repeat(40)}` }],
  ];
  for (const [what, value] of values)
    for (const chars of [40, 120, 10_000]) {
      it(`has not ${what} as JSON in ${chars} characters`, () => {
        const { text } = maskedJson(value, chars);
        expect(text).not.to.include('canary');
        expect(text.length).to.be.at.most(chars);
      });
      it(`has not ${what} as text in ${chars} characters`, () => {
        const { text } = maskedBody(JSON.stringify(value), chars);
        expect(text).not.to.include('canary');
        expect(text.length).to.be.at.most(chars);
      });
    }

  it('has not a secret of a text that is no JSON', () => {
    const { text, isCut } = maskedBody(`{"userName":"ann","apiKey":"${secret}","password":"${secret}`, 1_000);
    expect(text).to.include('ann').and.not.include('canary');
    expect(isCut).to.equal(false);
  });

  for (const chars of [16, 1_000])
    it(`has not a password whose name is written with an escape, in ${chars} characters`, () => {
      const { text } = maskedBody(`{"p\\u0061ssword":"${secret}"}`, chars);
      expect(text).not.to.include('canary');
    });

  it('is whole and unchanged when it is short', () => {
    const value = { userName: 'ann', emails: [{ value: 'ann@acme.test', primary: true }], n: 1, none: null };
    expect(maskedJson(value, 1_000)).to.deep.equal({ text: JSON.stringify(value), isCut: false });
    expect(maskedBody(JSON.stringify(value), 1_000)).to.deep.equal({
      text: JSON.stringify(value),
      isCut: false,
    });
  });

  it('reads no more of a large list than it keeps', () => {
    let read = 0;
    const element = new Proxy(
      {},
      {
        ownKeys: () => {
          read += 1;
          return [];
        },
      },
    );
    const { isCut } = maskedJson(
      Array.from({ length: 10_000 }, () => element),
      100,
    );
    expect([isCut, read < 200]).to.deep.equal([true, true]);
  });
});
