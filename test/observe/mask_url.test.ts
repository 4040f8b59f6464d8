import { expect } from 'chai';
import { maskUrl } from '../../lib/observe/mask_url.ts';

const token = `rcs_${'a1B2'.repeat(12)}Z`;

describe('masking a URL', () => {
  const urls: readonly (readonly [what: string, url: string, masked: string])[] = [
    ['a token in the path', `/Users/${token}`, '/Users/rcs_***'],
    ['an encoded token', `/Users/${token.replace('_', '%5F')}`, '/Users/rcs_***'],
    ['a token that is encoded twice', `/Users/${token.replace('_', '%255f')}`, '/Users/rcs_***'],
    ['a token beside what is no encoding', `/Users/%zz${token.replace('_', '%5F')}`, '/Users/%zzrcs_***'],
    ['a bearer with a plus', '/Users?x=Bearer+abcdefgh', '/Users?x=Bearer ***'],
    ['a parameter that speaks of a secret', '/Users?access_token=x&a=b', '/Users?access_token=***&a=b'],
    ['such a parameter in code', '/Users?%74oken=x', '/Users?%74oken=***'],
    ['such a parameter whose sign is encoded', '/Users?token%3Dx', '/Users?token=***'],
    [
      'a parameter named like a secret',
      '/Users?api_key=x&SAMLResponse=y',
      '/Users?api_key=***&SAMLResponse=***',
    ],
    [
      'nothing in a filter',
      '/Users?filter=userName%20eq%20%22a%2Bb%22',
      '/Users?filter=userName%20eq%20%22a%2Bb%22',
    ],
  ];
  for (const [what, url, masked] of urls) {
    it(`finds ${what}`, () => expect(maskUrl(url)).to.equal(masked));
  }

  it('terminates on hostile text', () => {
    for (const text of ['%25', '%', '&=', '?', '%e2%82'])
      expect(maskUrl(text.repeat(5_000)).length).to.be.greaterThan(0);
  });
});
