import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { works } from '../../lib/jobs/work.ts';
import { operate } from '../cli/operator.ts';
import { user } from '../helper.ts';
import { paused } from '../operations/scenes.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { PASSWORD } from './people.ts';

describe('the page of long work', () => {
  let stage: GroupStage;

  before(async () => {
    stage = await stageGroup();
    await stage.acme.scim('POST', '/Users', user('grace@acme.test'));
  });
  after(() => stage.app.close());

  /** Lets no request wait for long work. */
  async function impatiently<T>(act: () => Promise<T>): Promise<T> {
    const { runner } = stage.app.services;
    runner.finish = async (work) => work;
    try {
      return await act();
    } finally {
      Reflect.deleteProperty(runner, 'finish');
    }
  }

  async function finish(id: string): Promise<void> {
    const { store, runner } = stage.app.services;
    const work = await store.get(works, stage.acme.groupId, id);
    if (!work) throw new Error(`there is no work ${id}`);
    await runner.finish(work);
  }

  type Case = readonly [
    what: string,
    form: () => readonly [path: string, fields?: Record<string, string>],
    result: RegExp,
    next: () => string,
    prepare?: () => Promise<unknown>,
  ];
  const link = { target: 'acme', role: 'developer' };
  const cases: readonly Case[] = [
    [
      'a new link',
      () => [`${stage.directory}/link`, link],
      /All roles are recalculated/,
      () => '/groups/acme/-/directory-groups',
    ],
    [
      'the end of a link',
      () => [`${stage.directory}/unlink`, { target: 'acme' }],
      /All roles are recalculated/,
      () => '/groups/acme/-/directory-groups',
    ],
    [
      'reconciling roles',
      () => [`${stage.at}/reconcile`],
      /0 people have other roles now/,
      () => '/groups/acme/-/directory-groups',
    ],
    [
      'going live',
      () => [`${stage.at}/go-live`],
      /The plan was carried out for one user/,
      () => stage.at,
      () => operate(stage.app.services, 'integration preview', { group: 'acme' }),
    ],
    [
      'giving access back',
      () => [`${stage.at}/paused/discard`],
      /0 people have access again/,
      () => stage.at,
      () => paused(stage.app, stage.acme),
    ],
    [
      'the removal of an integration',
      () => [`${stage.at}/remove`, { members: 'keep', password: PASSWORD }],
      /One person has kept the access/,
      () => '/groups/acme/-/provisioning',
    ],
  ];
  for (const [what, form, result, next, prepare] of cases)
    it(`shows how far ${what} is, then the result and the way on`, async () => {
      const { owner, member } = stage;
      await prepare?.();
      await owner.visit('/groups/acme');
      const { status, location } = await impatiently(() => owner.send(...form()));
      expect(status).to.equal(303);
      expect(location).to.match(/^\/groups\/acme\/-\/progress\/[\w-]+$/);
      const page = location ?? '';
      expect((await member.visit(page)).status).to.equal(403);

      const running = await owner.visit(page);
      expect(running.text).to.contain('<progress').and.to.contain(next());
      expect(running.headers.get('refresh')).to.equal(String(limits.workRefresh));
      expect((await owner.visit(stage.at)).text).to.contain(`href="${page}"`);
      await finish(page.split('/').at(-1) ?? '');
      const done = await owner.visit(page);
      expect(done.text).to.match(result).and.to.contain(`href="${next()}"`).and.not.to.contain('<progress');
      expect(done.headers.get('refresh')).to.equal(null);
    });

  it('does not exist for work of another group', async () => {
    const globex = await stage.app.bootstrap('globex');
    const { works: list } = await operate(stage.app.services, 'work', { group: 'acme' });
    const [{ id }] = list as [{ id: string }];
    expect((await stage.owner.visit(`/groups/acme/-/progress/${id}`)).status).to.equal(200);
    await operate(stage.app.services, 'member add', {
      ...{ group: globex.slug, account: stage.ada.username, role: 'owner' },
    });
    expect((await stage.owner.visit(`/groups/globex/-/progress/${id}`)).status).to.equal(404);
  });

  it('of failed work says that nothing is lost', async () => {
    const { store } = stage.app.services;
    const rootId = stage.acme.groupId;
    const place = { id: 'broken', rootId, kind: 'recalculation', subject: 'nobody' };
    const failed = { failures: 2, dueAt: store.now() + 60_000, lastError: 'secret detail' };
    await store.transaction(async (unit) =>
      unit.insert(works, { ...place, state: {}, done: 0, cause: 'test', startedAt: store.now(), ...failed }),
    );
    const { text } = await stage.owner.visit('/groups/acme/-/progress/broken');
    expect(text).to.contain('Nothing is lost').and.not.to.contain('secret detail');
    const { works: list } = await operate(stage.app.services, 'work', { group: 'acme', work: 'broken' });
    expect(list).to.have.nested.property('[0].problem', 'A step has failed 2 times. secret detail');
  });
});
