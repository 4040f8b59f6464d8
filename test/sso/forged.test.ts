import { expect } from 'chai';
import { digest } from '../../lib/saml/digest.ts';
import { samlRequests } from '../../lib/sign_on/types.ts';
import { boot, type Rollcall } from '../helper.ts';
import type { Forgery } from './chance.ts';
import { keyPair } from './fixture.ts';
import { forger, type Made } from './forger.ts';
import { forgeries } from './forgeries.ts';
import { assertionSigned, codeOf, post, report, responseSigned, saying, scene, start } from './scene.ts';

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

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
      const { at, request, xml, posted = {}, isFirst } = await forge(forgery);
      const { checks, accepted, received } = await report(at, request, xml, posted);
      expect(accepted, 'accepted by the report').to.equal(undefined);
      if (checks.some((check) => check.name === 'signature' && check.outcome !== 'passed'))
        expect(received, 'received without a signature').to.equal(undefined);
      expect(checks.find(({ outcome }) => outcome === 'failed')?.problem?.code, 'the report').to.equal(code);
      expect(await codeOf(post(at, request, xml, posted))).to.equal(code);
      const { parts, provider } = at;
      const open = await parts.store.get(samlRequests, provider.rootId, digest(request.id));
      expect(open, 'the request is still open').not.to.equal(undefined);
      const sound = () => post(at, request, responseSigned(at, saying(at, request)));
      if (isFirst) expect(await codeOf(sound()), 'a sound response').to.equal('accepted');
    });
  }

  it('is refused when an EC key signs under the name of an RSA algorithm', async () => {
    const ec = await scene(rollcall, await keyPair('ec'));
    const request = await start(ec);
    const xml = assertionSigned(ec, saying(ec, request), { algorithm: RSA_SHA256 });
    expect(await codeOf(post(ec, request, xml))).to.equal('saml.signature_invalid');
  });

  it('has more than a hundred variants here', () => {
    expect(new Set(forgeries.map(([name]) => name)).size).to.equal(forgeries.length);
    expect(forgeries.length).to.be.at.least(110);
  });
});
