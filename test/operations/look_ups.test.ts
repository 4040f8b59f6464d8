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
    expect(stage.dns.asked).to.have.length(asked);

    stage.clock.forward(limits.lookUpsWindow + 1);
    expect(await operate(app.services, 'group domain verify', again)).to.have.property('outcome');
  });
});
