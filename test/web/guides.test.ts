import { expect } from 'chai';
import { guides } from '../../lib/guides/guides.ts';
import { presetNames } from '../../lib/integrations/types.ts';
import { operate } from '../cli/operator.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';

describe('the guides', () => {
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let owner: GroupStage['owner'];

  before(async () => {
    ({ app, acme, owner } = await stageGroup());
  });
  after(() => app.close());

  it('exist for every preset, and for nothing else', () => {
    expect(guides.map(({ provider }) => provider)).to.have.members([...presetNames]);
  });

  for (const { provider, name, saml } of guides)
    it(`${name}: shows each field with the value of the group`, async () => {
      const { status, text } = await owner.visit(`/groups/acme/-/guides/${provider}`);
      expect(status).to.equal(200);
      expect(text)
        .to.contain(`${new URL(acme.scimUrl).pathname}"`)
        .and.not.to.match(/\{\w+Url\}|\{token\}/);
      if (saml.isPossible) expect(text).to.contain('/groups/acme/-/saml/callback"');
    });

  it('link from an integration to that of its identity provider', async () => {
    const { id } = await operate(app.services, 'integration create', {
      ...{ group: 'acme', name: 'Okta', preset: 'okta' },
    });
    const { text } = await owner.visit(`/groups/acme/-/provisioning/${String(id)}`);
    expect(text).to.contain('href="/groups/acme/-/guides/okta"').and.to.contain('Set-up guide');
    expect((await owner.visit('/groups/acme/-/provisioning')).text).to.contain('/groups/acme/-/guides"');
  });

  it('tell apart what Google can and cannot do', async () => {
    const { text } = await owner.visit('/groups/acme/-/guides/google');
    expect(text).to.contain('Google Workspace cannot do this.');
  });

  it('connect Entra ID by federation first, then by a client, and Okta by a token alone', async () => {
    const { text } = await owner.visit('/groups/acme/-/guides/entra');
    const inOrder = [
      ...['>Issuer<', '>JWKS URL<', '>Subject<', '>Audience<', '>Client ID<', '>Token URL<', '>SCIM URL<'],
      ...['>Token Endpoint<', '>Client Identifier<', '>Client Secret<', '>Secret Token<'],
    ].map((field) => text.indexOf(field));
    expect(inOrder).not.to.include(-1);
    expect(inOrder).to.deep.equal(inOrder.toSorted((a, b) => a - b));
    expect(text).to.match(/data-copy="[^"]*\/api\/oauth\/groups\/acme\/token"/);
    for (const provider of ['okta', 'onelogin'])
      expect((await owner.visit(`/groups/acme/-/guides/${provider}`)).text).not.to.contain(
        '/api/oauth/groups/acme/token',
      );
  });

  it('of an unknown identity provider are not found', async () => {
    expect((await owner.visit('/groups/acme/-/guides/nobody')).status).to.equal(404);
  });

  it('name the entity ID that the group has chosen', async () => {
    await operate(app.services, 'saml set', { group: 'acme', spEntityId: 'urn:acme:rollcall' });
    const { text } = await owner.visit('/groups/acme/-/guides/entra');
    expect(text).to.contain('data-copy="urn:acme:rollcall"');
  });
});
