import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { DAY } from '../../lib/kernel/runtime.ts';
import type { IdpCertificate } from '../../lib/saml/connection.ts';
import type { ReadCertificate } from '../../lib/saml/keys/certificates.ts';
import { added, rolledOver } from '../../lib/sign_on/provider/roll_over.ts';

const NOW = 1_000 * DAY;

const found = (names: string): ReadCertificate[] =>
  names.split('').map((sha256) => ({ pem: sha256, sha256, subject: sha256, notAfter: NOW + 365 * DAY }));

function known(names: string, more: Partial<IdpCertificate> = {}): IdpCertificate[] {
  return found(names).map(({ pem, sha256, notAfter }, at) => ({
    ...{ pem, sha256, notAfter, firstSeen: at, source: 'metadata', state: 'active' },
    ...more,
  }));
}

/** Retiring ones are in lower case. */
const shown = (certificates: readonly IdpCertificate[]) =>
  certificates.map(({ sha256, state }) => (state === 'active' ? sha256 : sha256.toLowerCase())).join('');

const retiring = (name: string, days: number) => known(name, { state: 'retiring', until: NOW + days * DAY });

describe('a roll-over of certificates', () => {
  const cases: readonly (readonly [what: string, before: IdpCertificate[], feed: string, after: string])[] = [
    ['keeps all where there is room', known('AB'), 'CDE', 'abCDE'],
    ['from three to three drops the oldest', known('ABC'), 'DEF', 'bcDEF'],
    ['from five to five drops all old ones', known('ABCDE'), 'FGHIJ', 'FGHIJ'],
    [
      'lets those go first that end first',
      [...retiring('A', 5), ...retiring('B', 2), ...known('C')],
      'CDEF',
      'aCDEF',
    ],
    [
      'lets expired ones go that were entered by hand',
      known('AB', { source: 'manual', notAfter: NOW }),
      'CDEF',
      'BCDEF',
    ],
    ['never lets one go that it brings', [...retiring('A', 1), ...known('BCDE')], 'AFGHI', 'AFGHI'],
  ];
  for (const [what, before, feed, after] of cases)
    it(what, () => expect(shown(rolledOver(before, found(feed), NOW))).to.equal(after));

  it('is refused when the certificates entered by hand leave no room', () => {
    expect(() => rolledOver(known('ABC', { source: 'manual' }), found('DEF'), NOW)).to.throw(
      `at most ${limits.samlCertificates} certificates`,
    );
  });

  it('makes room for certificates added by hand too', () => {
    expect(shown(added([...retiring('A', 3), ...known('BCDE')], found('F'), 'manual', NOW))).to.equal(
      'BCDEF',
    );
  });
});
