import { expect } from 'chai';
import { limits } from '../../../config/limits.ts';
import { attempts } from '../../../lib/accounts/attempts.ts';
import { all } from '../../../lib/store/every.ts';
import { PLATFORM } from '../../../lib/store/port.ts';
import { movableClock } from '../../clock.ts';
import { boot, type Rollcall } from '../../helper.ts';
import { person } from '../people.ts';
import { noMailServer, Visitor } from '../visitor.ts';
import { answer, begun, bring, codeOf, linked, type Stage, stage } from './stage.ts';

describe('SAML and time', () => {
  const clock = movableClock();
  let app: Rollcall;
  let scene: Stage;
  before(async () => {
    app = await boot({ runtime: clock.runtime, env: noMailServer });
    scene = await stage(app);
  });
  after(() => app.close());

  it('refuses a response after ten minutes', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 'n-8');
    /** Begun some time ago and answered now, because node-saml reads the real clock. */
    const answeredAfter = async (ms: number) => {
      const visitor = new Visitor(app);
      clock.forward(-ms);
      const request = await begun(scene, visitor);
      clock.forward(ms);
      return bring(scene, visitor, request, await answer(scene, request, { nameId: 'n-8' }));
    };
    expect((await answeredAfter(limits.samlRequestMs - 60_000)).location).to.equal('/profile');
    expect(codeOf(await answeredAfter(limits.samlRequestMs))).to.equal('saml.request_unknown');
  });

  it('limits the sign-ins that one IP address starts', async () => {
    const { store } = app.services;
    const begins = async () => (await new Visitor(app).visit(scene.at('sso'))).status;
    expect(await begins()).to.equal(302);
    await store.transaction(async (unit) => {
      for (const held of await all(unit, attempts, PLATFORM))
        unit.update(attempts, { ...held, count: limits.samlStartsPerAddress - 1 });
    });
    expect(await begins()).to.equal(302);
    expect(await begins()).to.equal(429);
    clock.forward(limits.samlTriesWindow);
    expect(await begins()).to.equal(302);
  });

  it('limits the refused responses of one IP address', async () => {
    const target = await stage(app);
    const visitor = new Visitor(app);
    for (let n = 0; n < limits.samlTriesPerAddress; n += 20)
      await Promise.all(
        Array.from({ length: 20 }, () => visitor.bring(target.at('callback'), { SAMLResponse: 'x' })),
      );
    expect(codeOf(await visitor.bring(target.at('callback'), { SAMLResponse: 'x' }))).to.equal(
      'saml.too_many_attempts',
    );
    clock.forward(limits.samlTriesWindow);
    expect(codeOf(await visitor.bring(target.at('callback'), { SAMLResponse: 'x' }))).to.equal(
      'saml.not_base64',
    );
  });
});
