import { expect } from 'chai';
import type { Actor } from '../../lib/audit/types.ts';
import { integrationAttention } from '../../lib/operations/attention.ts';
import type { House } from '../../lib/operations/operation.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { registered, samlLinked } from '../provisioning/people.ts';
import { held } from './scenes.ts';

const publicUrl = 'http://localhost:8080';

describe('the operation that lists who needs attention', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let owner: Actor;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    owner = { kind: 'account', accountId: await idOf(tenant.username) };
  });

  async function idOf(account: string): Promise<string> {
    const { id } = await operate(app.services, 'account show', { account });
    return String(id);
  }

  async function conflict(actor: Actor = { kind: 'operator' }) {
    const house: House = { services: app.services, publicUrl, samlUrl: publicUrl };
    const caller = { actor, sessions: [] };
    const { conflicts } = await integrationAttention.perform(house, caller, { group: tenant.slug });
    return conflicts[0];
  }

  const mail = (name: string) => `${name}-${tenant.slug}@${tenant.slug}.test`;

  async function refused(name: string): Promise<void> {
    await registered(app.services, mail(name));
    expect((await tenant.scim('POST', '/Users', user(mail(name)))).status).to.equal(409);
  }

  it('gives a refused user without SAML three remedies: ask the person, verify the domain, or hold and link', async () => {
    await refused('ann');
    expect(await conflict()).to.deep.include({
      ...{
        kind: 'refused',
        userName: mail('ann'),
        email: mail('ann'),
        account: `ann-${tenant.slug}-own`,
        times: 1,
      },
      remedies: [
        { code: 'invite_to_link' },
        { code: 'verify_domain', domain: `${tenant.slug}.test` },
        { code: 'hold_and_link' },
      ],
    });
  });

  it('gives a refused user with SAML three remedies: ask the person, link in the profile, or the NameID', async () => {
    await samlLinked(app.services, tenant.groupId, 'userName');
    await refused('ann');
    expect(await conflict()).to.deep.include({
      kind: 'refused',
      remedies: [
        { code: 'invite_to_link' },
        { code: 'link_saml_in_profile' },
        { code: 'link_saml_identity', nameId: mail('ann') },
      ],
    });
  });

  it('gives a held user a link invitation, and the id of the identity that can be linked', async () => {
    await operate(app.services, 'account create', { email: `member@${tenant.slug}.test` });
    await held(app, tenant);
    const { identities } = await operate(app.services, 'identity list', { group: tenant.slug });
    const [{ id: identityId } = { id: '' }] = identities as { id: string }[];
    expect(await conflict()).to.deep.include({
      kind: 'held',
      remedies: [{ code: 'invite_to_link' }, { code: 'link_identity', identityId }],
    });
  });

  it('hides from an owner the username of an account outside the group', async () => {
    await refused('ann');
    expect(await conflict(owner)).to.not.have.property('account');
  });

  it('shows an owner the username of a member of the group', async () => {
    await refused('ann');
    await operate(app.services, 'member add', { group: tenant.slug, account: mail('ann'), role: 'guest' });
    expect(await conflict(owner)).to.include({ account: `ann-${tenant.slug}-own` });
  });
});
