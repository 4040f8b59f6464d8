import { expect } from 'chai';
import { withToken } from '../api/api_caller.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { PASSWORD } from './people.ts';

const LIST = '/groups/acme/-/service-accounts';

describe('the pages of service accounts', () => {
  let stage: GroupStage;

  beforeEach(async () => {
    stage = await stageGroup();
    await stage.owner.visit(LIST);
    await stage.owner.send(LIST, { name: 'deploy' });
  });
  afterEach(() => stage.app.close());

  const addressOf = async (what: string) => {
    const { text } = await stage.owner.visit(LIST);
    return new RegExp(`href="(${LIST}/[^"]+/${what})"`).exec(text)?.[1] ?? '';
  };
  async function generate(fields: Record<string, string> = {}) {
    const at = await addressOf('tokens');
    await stage.owner.visit(at);
    const wish = { name: 'first', days: '90', scope: 'members:read', password: PASSWORD };
    return stage.owner.send(at, { ...wish, ...fields });
  }
  const secretIn = (text: string) => /<code>(rcp_\w+)<\/code>/.exec(text)?.[1] ?? '';

  it('create one, and say so; a second one of this name is refused', async () => {
    expect((await stage.owner.visit(LIST)).text)
      .to.contain('deploy')
      .and.contain('It has no token');
    const again = await stage.owner.send(LIST, { name: 'deploy' });
    expect([again.status, again.text.includes('has a service account deploy')]).to.deep.equal([422, true]);
  });

  it('show a token once, which works, and then its scope and last use', async () => {
    const { text } = await generate();
    const call = withToken(stage.app, secretIn(text));
    expect((await call('GET', '/groups/acme/members')).status).to.equal(200);
    expect((await call('GET', '/groups/acme/integrations')).status).to.equal(403);
    const shown = (await stage.owner.visit(LIST)).text;
    expect(shown).to.contain('Read groups and members').and.contain('from 127.0.0.1');
    expect(shown).not.to.contain(secretIn(text));
  });

  it('ask for the password before a token is made', async () => {
    const refused = await generate({ password: 'wrong' });
    expect([refused.status, secretIn(refused.text)]).to.deep.equal([422, '']);
    expect(refused.text).to.contain('This is not your password');
  });

  it('rotate: two tokens work, and the revoked one does not', async () => {
    const calls = [];
    for (const name of ['first', 'second'])
      calls.push(withToken(stage.app, secretIn((await generate({ name })).text)));
    const { text } = await stage.owner.visit(LIST);
    const [, at = '', id = ''] =
      /action="([^"]+\/tokens\/revoke)".*?name="token" value="([^"]+)".*?Revoke first of deploy/s.exec(
        text.slice(text.indexOf('<strong>first')),
      ) ?? [];
    await stage.owner.send(at, { token: id });
    const statuses = await Promise.all(calls.map(async (call) => (await call('GET', '/groups/acme')).status));
    expect(statuses).to.deep.equal([401, 200]);
  });

  it('remove one with the password only, and its tokens end', async () => {
    const call = withToken(stage.app, secretIn((await generate()).text));
    const at = await addressOf('remove');
    await stage.owner.visit(at);
    expect((await stage.owner.send(at, { password: 'wrong' })).status).to.equal(422);
    expect((await stage.owner.send(at, { password: PASSWORD })).location).to.equal(LIST);
    expect((await call('GET', '/groups/acme')).status).to.equal(401);
    expect((await stage.owner.visit(LIST)).text).to.contain('No service account yet');
  });
});
