import { expect } from 'chai';
import { setId, streamed } from '../operations/scenes.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { PASSWORD } from './people.ts';

describe('the pages of security event streams', () => {
  let stage: GroupStage;
  const list = '/groups/acme/-/webhooks';
  const at = '/groups/acme/-/streams';

  before(async () => {
    stage = await stageGroup();
  });
  after(() => stage.app.close());

  const create = async (more: Record<string, string> = {}) => {
    await stage.owner.visit(`${at}/new`);
    return stage.owner.send(`${at}/new`, { name: 'Polled', kind: 'poll', password: PASSWORD, ...more });
  };

  it('let an owner create one that is polled, and show its token once', async () => {
    const { status, text } = await create();
    expect(status).to.equal(200);
    expect(text).to.match(/<code>rct_[^<]+<\/code>/);
    const { text: shown } = await stage.owner.visit(list);
    expect(shown).to.contain('Polled').and.not.contain('rct_');
    const { text: page } = await stage.owner.visit(`${at}/Polled`);
    expect(page).to.contain('/api/v1/security-events/jwks.json').and.to.contain('/poll');
  });

  const refusals = [
    ['a push without URL', { kind: 'push' }, 'Give the URL to which the stream pushes.'],
    ['a private address', { kind: 'push', url: 'https://10.0.0.1/' }, '10.0.0.1 is not a public address'],
    ['no name', { name: '' }, 'Name:'],
    ['a wrong password', { password: 'wrong' }, 'This is not your password.'],
  ] as const;
  for (const [what, more, sentence] of refusals)
    it(`refuse ${what}`, async () => {
      const { status, text } = await create({ name: 'Refused', ...more });
      expect([status, text.includes(sentence)]).to.deep.equal([422, true]);
    });

  it('show a delivery, pause, resume, rotate and remove', async () => {
    await streamed(stage.app, stage.acme);
    const here = `${at}/Signals`;
    const delivery = `${here}/deliveries/${encodeURIComponent(setId('acme'))}`;
    const { text } = await stage.owner.visit(delivery);
    expect(text).to.contain('jti').and.to.contain('500');
    await stage.owner.send(`${delivery}/redeliver`, {});
    expect((await stage.owner.visit(delivery)).text).to.contain('The delivery goes out again.');
    await stage.owner.visit(here);
    await stage.owner.send(`${here}/pause`, {});
    expect((await stage.owner.visit(here)).text)
      .to.contain('Paused')
      .and.to.contain('Resume');
    await stage.owner.send(`${here}/resume`, {});
    expect((await stage.owner.visit(here)).text).to.contain('Signals delivers again.');
    await create({ name: 'Short' });
    await stage.owner.visit(`${at}/Short/rotate`);
    expect((await stage.owner.send(`${at}/Short/rotate`, { password: 'wrong' })).status).to.equal(422);
    expect((await stage.owner.send(`${at}/Short/rotate`, { password: PASSWORD })).text).to.contain('rct_');
    await stage.owner.visit(`${here}/remove`);
    await stage.owner.send(`${here}/remove`, {});
    expect((await stage.owner.visit(list)).text).to.contain('Signals is removed.');
    expect((await stage.owner.visit(here)).status).to.equal(404);
  });

  it('are for owners alone', async () => {
    expect((await stage.member.visit(`${at}/new`)).status).to.equal(403);
    expect((await stage.stranger.visit(`${at}/new`)).status).to.equal(404);
  });
});
