import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { client } from '../helper.ts';
import { type GroupStage, secretIn, stageGroup } from './group_stage.ts';
import { PASSWORD } from './people.ts';

describe('the credential pages of an owner', () => {
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let ada: GroupStage['ada'];
  let owner: GroupStage['owner'];
  let at: GroupStage['at'];
  let generate: GroupStage['generate'];
  let idOf: GroupStage['idOf'];

  before(async () => {
    ({ app, acme, ada, owner, at, generate, idOf } = await stageGroup());
  });
  after(() => app.close());

  it('show a new secret once, and it works', async () => {
    const made = await generate();
    const secret = secretIn(made);
    expect(made.status).to.equal(200);
    expect(secret).to.match(/^rcs_/);
    expect(made.text).to.contain('I have stored it');
    expect((await client(acme.scimUrl, secret)('GET', '/Users')).status).to.equal(200);
    for (const page of [at, `${at}/credentials/new`, '/groups/acme/-/log', '/groups/acme'])
      expect((await owner.visit(page)).text, page).not.to.contain(secret);
    expect((await owner.visit(at)).text).to.contain(`rcs_…${secret.slice(-4)}`);
    await operate(app.services, 'token revoke', { group: 'acme', token: 'Okta 2026' });
  });

  it('name the owner in the audit log', async () => {
    await generate({ name: 'Audited' });
    const { entries } = await operate(app.services, 'audit list', { group: 'acme', limit: 5 });
    const made = (entries as { action: string; actor: { accountId?: string } }[]).find(
      ({ action }) => action === 'token.created',
    );
    expect(made?.actor).to.include({ kind: 'account', accountId: ada.id });
    await operate(app.services, 'token revoke', { group: 'acme', token: 'Audited' });
  });

  for (const [title, fields, sentence] of [
    ['without a name', { name: ' ' }, 'Name: must not be empty.'],
    ['from an address that is none', { cidr: '198.51.100/24' }, 'Allowed addresses'],
    ['for too long', { days: '366' }, 'A token lives 1 to 365 days.'],
    ['with a wrong password', { password: 'not this one' }, 'This is not your password.'],
  ] as const)
    it(`are not generated ${title}`, async () => {
      const before = await operate(app.services, 'token list', { group: 'acme' });
      const refused = await generate(fields);
      expect(refused.status).to.equal(422);
      expect(refused.text).to.contain(sentence).and.not.to.contain('rcs_');
      const after = await operate(app.services, 'token list', { group: 'acme' });
      expect(after.tokens).to.have.length((before.tokens as unknown[]).length);
    });

  it('offer the kind that the provider takes, with its fields', async () => {
    const { integrationId } = await app.bootstrap('entra-kinds');
    await operate(app.services, 'integration change', { group: 'entra-kinds', preset: 'entra' });
    await operate(app.services, 'member add', {
      group: 'entra-kinds',
      account: ada.username,
      role: 'owner',
    });
    const page = await owner.visit(`/groups/entra-kinds/-/provisioning/${integrationId}/credentials/new`);
    const labels = ['Issuer', 'JWKS URL', 'Subject', 'Audience'].map((name) =>
      page.text.indexOf(`>${name}</label>`),
    );
    expect(labels)
      .to.deep.equal([...labels].sort((a, b) => a - b))
      .and.not.to.include(-1);
    expect(page.text).to.contain('uses a federation or a client');
    expect((await owner.visit(`${at}/credentials/new`)).text).not.to.contain('JWKS URL');
  });

  it('show a client once with its secret, token URL and SCIM URL, and list it with its maker', async () => {
    const made = await generate({ kind: 'client', name: 'Entra' });
    const [, secret = ''] = /<code>(rcx_\w+)<\/code>/.exec(made.text) ?? [];
    const { credentials } = await operate(app.services, 'credential list', { group: 'acme' });
    const id = (credentials as { id: string; name: string }[]).find(({ name }) => name === 'Entra')?.id ?? '';
    for (const value of [
      id,
      '/api/oauth/groups/acme/token',
      '/api/scim/v2/groups/acme',
      'Client ID',
      'Token URL',
    ])
      expect(made.text).to.contain(value);
    const listed = (await owner.visit(at)).text;
    expect(listed)
      .to.contain(`rcx_…${secret.slice(-4)}`)
      .and.contain(`by ${ada.username}`);
    expect(listed).not.to.contain(secret);
    const { location } = await owner.send(`${at}/credentials/${id}/revoke`, { password: PASSWORD });
    expect(location).to.equal(at);
  });

  it('need no secret for a federation, and say what is wrong with its fields', async () => {
    const trust = { issuer: 'https://issuer.test', subject: 'one', audience: 'two' };
    const wish = { kind: 'federation', name: 'Trust', ...trust };
    const refused = await generate({ ...wish, jwksUrl: 'http://10.0.0.1/keys' });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('The JWKS URL cannot be used');
    const made = await generate({ ...wish, jwksUrl: 'https://issuer.test/keys' });
    expect(made.text).to.contain('I have copied them').and.not.to.contain('rcx_');
    expect((await owner.visit(at)).text).to.contain('https://issuer.test');
    await operate(app.services, 'credential revoke', { group: 'acme', credential: 'Trust' });
  });

  it('rotate it with an overlap, in which both work', async () => {
    const first = secretIn(await generate({ name: 'Turning' }));
    const id = await idOf('Turning');
    await owner.visit(`${at}/credentials/${id}/rotate`);
    const rotated = await owner.send(`${at}/credentials/${id}/rotate`, {
      overlap: '24',
      password: PASSWORD,
    });
    expect(rotated.status).to.equal(200);
    for (const secret of [first, secretIn(rotated)])
      expect((await client(acme.scimUrl, secret)('GET', '/Users')).status).to.equal(200);
    const refused = await owner.send(`${at}/credentials/${id}/rotate`, {
      overlap: '24',
      password: 'wrong',
    });
    expect(refused.status).to.equal(422);
    for (const _ of [1, 2]) {
      const next = await idOf('Turning');
      await operate(app.services, 'token revoke', { group: 'acme', token: next });
    }
  });

  it('ask for its name before they revoke it, then revoke it at once', async () => {
    const secret = secretIn(await generate({ name: 'Leaving' }));
    const id = await idOf('Leaving');
    const asked = await owner.visit(`${at}/credentials/${id}/revoke`);
    expect(asked.text).to.contain('Revoke “Leaving”');
    const wrong = await owner.send(`${at}/credentials/${id}/revoke`, { password: 'wrong' });
    expect([wrong.status, wrong.text.includes('This is not your password.')]).to.deep.equal([422, true]);
    expect((await client(acme.scimUrl, secret)('GET', '/Users')).status).to.equal(200);
    const { location } = await owner.send(`${at}/credentials/${id}/revoke`, { password: PASSWORD });
    expect(location).to.equal(at);
    expect((await owner.visit(at)).text).to.contain('The credential “Leaving” is revoked.');
    expect((await client(acme.scimUrl, secret)('GET', '/Users')).status).to.equal(401);
  });

  it('do not exist for a credential of another integration', async () => {
    const globex = await app.bootstrap();
    const { tokens } = await operate(app.services, 'token list', { group: globex.slug });
    const [{ id }] = tokens as [{ id: string }];
    expect((await owner.visit(`${at}/credentials/${id}/revoke`)).status).to.equal(404);
    const foreign = await owner.send(`${at}/credentials/${id}/revoke`, { password: PASSWORD });
    expect(foreign.status).to.equal(404);
    expect((await globex.scim('GET', '/Users')).status).to.equal(200);
  });
});
