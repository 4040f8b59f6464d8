import { expect } from 'chai';
import { boot, type Rollcall } from '../helper.ts';
import type { Forgery } from './chance.ts';
import { forger, type Made } from './forger.ts';
import { forgeries } from './forgeries.ts';
import { codeOf, post, report, responseSigned, saying } from './scene.ts';

describe('a forged or malformed SAML response', () => {
  let rollcall: Rollcall;
  let forge: (forgery: Forgery) => Promise<Made>;
  before(async () => {
    rollcall = await boot();
    forge = await forger(rollcall);
  });
  after(() => rollcall.close());

  for (const forgery of forgeries) {
    const [name, code] = forgery;
    it(`is refused with ${code}: ${name}`, async () => {
      const { at, request, xml, posted = {} } = await forge(forgery);
      const { checks, accepted, received } = await report(at, request, xml, posted);
      expect(accepted, 'accepted by the report').to.equal(undefined);
      if (checks.some((check) => check.name === 'signature' && check.outcome !== 'passed'))
        expect(received, 'received without a signature').to.equal(undefined);
      expect(checks.find(({ outcome }) => outcome === 'failed')?.problem?.code, 'the report').to.equal(code);
      expect(await codeOf(post(at, request, xml, posted))).to.equal(code);
      const sound = responseSigned(at, saying(at, request));
      expect(await codeOf(post(at, request, sound)), 'the request is still open').to.equal('accepted');
    });
  }

  it('is one of more than a hundred', () => {
    expect(new Set(forgeries.map(([name]) => name)).size).to.equal(forgeries.length);
    expect(forgeries.length).to.be.at.least(110);
  });
});
