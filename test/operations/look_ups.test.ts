import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { operate, refusal } from '../cli/operator.ts';
import { domainStage } from '../sso/domain_stage.ts';

describe('requests to other servers that a group asks for', () => {
  const stage = domainStage();

  it('have a limit for all kinds together, and none reaches another server beyond it', async () => {
    const { app, group } = stage;
    await stage.claimed();
    for (let time = 0; time < limits.lookUpsPerGroup; time++) await stage.run('verify');
    const asked = stage.dns.asked.length;
    const again = { group, domain: stage.domain };
    expect(await refusal(app.services, 'group domain verify', again)).to.include({
      code: 'too_many_attempts',
    });
    const metadata = { group, metadataUrl: 'https://idp.example/metadata' };
    expect(await refusal(app.services, 'saml preview', metadata)).to.include({ code: 'too_many_attempts' });
    const logout = { group, configurationUrl: 'https://idp.example/.well-known/ssf-configuration' };
    expect(await refusal(app.services, 'logout set', logout)).to.include({ code: 'too_many_attempts' });
    const hook = { group, url: 'https://hooks.test/', name: 'Product', types: ['access.*'] };
    await operate(app.services, 'webhook create', hook);
    await operate(app.services, 'stream create', { group, name: 'Signals', kind: 'poll' });
    for (const [noun, name] of [
      ['webhook', 'Product'],
      ['stream', 'Signals'],
    ] as const) {
      const refused = await refusal(app.services, `${noun} test`, { group, [noun]: name });
      expect(refused, noun).to.include({ code: 'too_many_attempts' });
      const { deliveries } = await operate(app.services, `${noun} deliveries`, { group, [noun]: name });
      expect(deliveries, noun).to.deep.equal([]);
    }
    expect(stage.dns.asked).to.have.length(asked);

    stage.clock.forward(limits.lookUpsWindow + 1);
    expect(await operate(app.services, 'group domain verify', again)).to.have.property('outcome');
    expect(await operate(app.services, 'stream test', { group, stream: 'Signals' })).to.have.property(
      'event',
    );
  });

  it('have a limit for the whole service too, which no group uses up', async () => {
    const { app, group } = stage;
    for (const of of [{}, { group }])
      await operate(app.services, 'stream create', { ...of, name: 'Service', kind: 'poll' });
    const test = { stream: 'Service' };
    for (let time = 0; time < limits.lookUpsPerGroup; time++)
      await operate(app.services, 'stream test', test);
    expect(await refusal(app.services, 'stream test', test)).to.include({ code: 'too_many_attempts' });
    expect(await operate(app.services, 'stream test', { ...test, group })).to.have.property('event');
  });
});
