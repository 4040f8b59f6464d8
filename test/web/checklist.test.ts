import { expect } from 'chai';
import { integrationFirsts } from '../../lib/integrations/firsts.ts';
import { operate } from '../cli/operator.ts';
import { client, spoiled, user } from '../helper.ts';
import { type GroupStage, secretIn, stageGroup } from './group_stage.ts';
import { PASSWORD } from './people.ts';

interface Checklist {
  readonly steps: readonly { readonly step: string; readonly at?: string }[];
  readonly wrongCredentials?: { readonly ip: string };
}

describe('the checklist of a set-up', () => {
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let owner: GroupStage['owner'];
  let id: string;
  let at: string;

  before(async () => {
    ({ app, acme, owner } = await stageGroup());
    const wish = { group: 'acme', name: 'Okta', preset: 'okta' };
    id = String((await operate(app.services, 'integration create', wish)).id);
    at = `/groups/acme/-/provisioning/${id}`;
  });
  after(() => app.close());

  async function reached(): Promise<Checklist> {
    const shown = await operate(app.services, 'integration show', { group: 'acme', integration: id });
    return shown.checklist as Checklist;
  }

  const done = ({ steps }: Checklist) => steps.filter((step) => 'at' in step).map(({ step }) => step);

  it('shows what to do while nothing has arrived, and is not live', async () => {
    expect(done(await reached())).to.deep.equal([]);
    const { text } = await owner.visit(at);
    expect(text).to.contain('0 of 5').and.to.contain('then test the connection there');
  });

  it('shows wrong credentials, which belong to no integration', async () => {
    await client(acme.scimUrl, spoiled(acme.scimToken))('GET', '/Users');
    const checklist = await reached();
    expect(done(checklist)).to.deep.equal(['contact']);
    expect(checklist.wrongCredentials).to.have.property('ip', '127.0.0.1');
    expect((await owner.visit(at)).text).to.contain('Wrong credentials arrived');
  });

  it('ticks off each step with its first time, once', async () => {
    await owner.visit(`${at}/credentials/new`);
    const fields = { name: 'Okta', days: '90', cidr: '', password: PASSWORD };
    const scim = client(acme.scimUrl, secretIn(await owner.send(`${at}/credentials/new`, fields)));
    expect((await owner.visit(at)).text)
      .to.contain('>Waiting<')
      .and.not.to.contain('>Live<');
    await scim('GET', '/ServiceProviderConfig');
    expect(done(await reached())).to.deep.equal(['contact', 'accepted']);
    await scim('GET', '/Users?filter=userName%20eq%20%22nobody%22');
    await scim('POST', '/Users', user('first@acme.test'));
    await scim('POST', '/Groups', { displayName: 'First' });
    const all = await reached();
    expect(done(all)).to.deep.equal(['contact', 'accepted', 'lookup', 'user', 'group']);
    expect((await owner.visit(at)).text)
      .to.contain('>Live<')
      .and.to.contain('5 of 5');

    const stored = await app.services.store.get(integrationFirsts, id, id);
    await scim('POST', '/Users', user('second@acme.test'));
    await app.services.firsts.flush();
    expect(await app.services.store.get(integrationFirsts, id, id)).to.deep.equal(stored);
  });

  it('ends with the integration', async () => {
    await operate(app.services, 'integration remove', { group: 'acme', integration: id, members: 'keep' });
    expect(await app.services.store.get(integrationFirsts, id, id)).to.equal(undefined);
  });
});
