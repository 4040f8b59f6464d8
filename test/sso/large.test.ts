import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { boot, type Rollcall } from '../helper.ts';
import { keyPair, posted, value } from './fixture.ts';
import {
  assertionSealed,
  assertionSigned,
  codeOf,
  post,
  report,
  type Scene,
  saying,
  scene,
  start,
} from './scene.ts';

describe('a large SAML response', () => {
  let rollcall: Rollcall;
  let here: Scene;

  before(async () => {
    rollcall = await boot();
    here = await scene(rollcall, await keyPair());
  });
  after(() => rollcall.close());

  const groups = Array.from({ length: 250 }, (_, at) => `Group ${at} of those that one person is in`);
  const attributes = value('groups', ...groups);
  const large = (request: { id: string }) => saying(here, request, { attributes });

  it('is accepted with all its values, and other requests run meanwhile', async () => {
    const request = await start(here);
    const xml = assertionSigned(here, large(request));
    expect(posted(xml).length).to.be.above(limits.samlCharsAtOnce);
    let turns = 0;
    let isGoing = true;
    const turn = () => {
      turns += 1;
      if (isGoing) setImmediate(turn);
    };
    turn();
    const { verified } = await post(here, request, xml);
    isGoing = false;
    expect(verified.nameId).to.equal('ann@acme.test');
    expect(verified.attributes.get('groups')).to.deep.equal(groups);
    expect(turns).to.be.above(100);
  });

  it('is accepted when it is encrypted', async () => {
    const request = await start(here);
    const { verified } = await post(here, request, await assertionSealed(here, large(request)));
    expect(verified.attributes.get('groups')).to.have.length(groups.length);
  });

  it('is accepted once', async () => {
    const request = await start(here);
    const xml = assertionSigned(here, large(request));
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(post(here, request, xml))));
    expect(codes.sort()).to.deep.equal(['accepted', 'saml.request_unknown', 'saml.request_unknown']);
  });

  it('is refused when its signature is wrong', async () => {
    const request = await start(here);
    const xml = assertionSigned(here, large(request)).replace('Group 7 of', 'Group 8 of');
    expect(await codeOf(post(here, request, xml))).to.equal('saml.signature_invalid');
  });

  it('has a report like any other', async () => {
    const request = await start(here);
    const sound = await report(here, request, assertionSigned(here, large(request)));
    expect(new Set(sound.checks.map(({ outcome }) => outcome))).to.deep.equal(new Set(['passed']));
    expect(sound.received?.attributes.get('groups')).to.deep.equal(groups);
    const wrong = saying(here, await start(here), { attributes, audience: '' });
    const { checks, received, accepted } = await report(here, undefined, assertionSigned(here, wrong));
    const failed = checks.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ name, problem }) => [name, problem?.code])).to.deep.include([
      'audience',
      'saml.no_audience',
    ]);
    expect([received?.nameId, accepted]).to.deep.equal(['ann@acme.test', undefined]);
  });
});
