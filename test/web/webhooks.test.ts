import { expect } from 'chai';
import { heard, hookEvent } from '../operations/scenes.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { PASSWORD } from './people.ts';

describe('the pages of webhooks', () => {
  let stage: GroupStage;
  const at = '/groups/acme/-/webhooks';

  before(async () => {
    stage = await stageGroup();
  });
  after(() => stage.app.close());

  const typed = (more: Record<string, string> = {}) => ({
    ...{ url: 'https://hooks.test/', name: 'By page', types: 'access.*, group.renamed' },
    ...{ minutes: '30', password: PASSWORD },
    ...more,
  });
  const create = async (more: Record<string, string> = {}) => {
    await stage.owner.visit(`${at}/new`);
    return stage.owner.send(`${at}/new`, typed(more));
  };

  it('let an owner create one, and show its secret once', async () => {
    const { status, text } = await create();
    expect(status).to.equal(200);
    expect(text).to.match(/<code>whsec_[^<]+<\/code>/);
    const { text: list } = await stage.owner.visit(at);
    expect(list).to.contain('By page').and.to.contain('access.*, group.renamed').and.not.contain('whsec_');
  });

  const refusals = [
    [
      'an http URL',
      { url: 'http://hooks.test/' },
      'The URL cannot be used: the URL must begin with https://.',
    ],
    ['a private address', { url: 'https://10.0.0.1/' }, '10.0.0.1 is not a public address'],
    ['an unknown event', { types: 'access.lost' }, 'Events: access.lost is no event.'],
    ['no deadline', { minutes: '' }, 'Deadline:'],
    ['a wrong password', { password: 'wrong' }, 'This is not your password.'],
  ] as const;
  for (const [what, more, sentence] of refusals)
    it(`refuse ${what} beside what was typed`, async () => {
      const { status, text } = await create({ name: 'Refused', ...more });
      expect([status, text.includes(sentence), text.includes('Refused')]).to.deep.equal([422, true, true]);
    });

  it('show what the product has not acted on, until an owner notes that it has', async () => {
    await heard(stage.app, stage.acme);
    const { text: before } = await stage.owner.visit(at);
    expect(before).to.contain('Overdue').and.to.contain('access.ended');
    const page = `${at}/Product/deliveries/${encodeURIComponent(hookEvent('acme'))}`;
    const { text } = await stage.owner.visit(page);
    expect(text).to.contain('The product has acted').and.to.contain('500');
    await stage.owner.send(`${page}/acknowledge`, {});
    expect((await stage.owner.visit(at)).text).to.contain('Nothing is outstanding.');
  });

  it('disable, enable, rotate and remove one', async () => {
    await create({ name: 'Short' });
    const here = `${at}/Short`;
    await stage.owner.visit(here);
    await stage.owner.send(`${here}/disable`, {});
    expect((await stage.owner.visit(here)).text).to.contain('Short is disabled.');
    await stage.owner.send(`${here}/enable`, {});
    await stage.owner.visit(`${here}/rotate`);
    expect((await stage.owner.send(`${here}/rotate`, { password: 'wrong' })).status).to.equal(422);
    expect((await stage.owner.send(`${here}/rotate`, { password: PASSWORD })).text).to.contain('whsec_');
    await stage.owner.visit(`${here}/remove`);
    await stage.owner.send(`${here}/remove`, {});
    const { text } = await stage.owner.visit(at);
    expect(text).to.contain('Short is removed.');
    expect((await stage.owner.visit(here)).status).to.equal(404);
  });

  it('lead to what the API says of webhooks', async () => {
    const { text } = await stage.owner.visit(at);
    const to = /href="([^"]+)"[^>]*>Webhooks in the API</.exec(text)?.[1] ?? '';
    expect((await stage.owner.visit(to)).text).to.contain('<h1>Webhooks</h1>');
  });

  it('are for owners alone', async () => {
    for (const page of [at, `${at}/new`]) expect((await stage.member.visit(page)).status).to.equal(403);
    expect((await stage.stranger.visit(at)).status).to.equal(404);
  });
});
