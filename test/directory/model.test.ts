import { expect } from 'chai';
import fc from 'fast-check';
import { highest, type Role } from '../../lib/groups/roles.ts';
import type { Group } from '../../lib/groups/types.ts';
import type { LinkRole } from '../../lib/provisioning/directory/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { below, groupNamed, memberIn } from '../provisioning/people.ts';

const PEOPLE = [0, 1, 2];
const GROUPS = [0, 1, 2];
const TARGETS = [0, 1, 2];
const linkRoles: readonly LinkRole[] = ['guest', 'reporter', 'developer', 'maintainer'];

type Step =
  | { readonly do: 'join' | 'leave'; readonly group: number; readonly person: number }
  | { readonly do: 'nest' | 'unnest'; readonly group: number; readonly inner: number }
  | { readonly do: 'link'; readonly group: number; readonly target: number; readonly role: LinkRole }
  | { readonly do: 'unlink'; readonly group: number; readonly target: number }
  | { readonly do: 'deactivate' | 'reactivate'; readonly person: number }
  | { readonly do: 'replace'; readonly group: number; readonly people: readonly number[] }
  | { readonly do: 'delete'; readonly group: number };

/** What memberships have to be, worked out from nothing but what was done. */
class Model {
  readonly #in = new Map(GROUPS.map((group) => [group, new Set<number>()]));
  readonly #nested = new Map(GROUPS.map((group) => [group, new Set<number>()]));
  readonly #links = new Map(GROUPS.map((group) => [group, new Map<number, LinkRole>()]));
  readonly #inactive = new Set<number>();

  take(step: Step): void {
    if (step.do === 'join') this.#in.get(step.group)?.add(step.person);
    if (step.do === 'leave') this.#in.get(step.group)?.delete(step.person);
    if (step.do === 'nest' && !this.#reaches(step.inner, step.group))
      this.#nested.get(step.group)?.add(step.inner);
    if (step.do === 'unnest') this.#nested.get(step.group)?.delete(step.inner);
    if (step.do === 'link') this.#links.get(step.group)?.set(step.target, step.role);
    if (step.do === 'unlink') this.#links.get(step.group)?.delete(step.target);
    if (step.do === 'deactivate') this.#inactive.add(step.person);
    if (step.do === 'reactivate') this.#inactive.delete(step.person);
    if (step.do === 'replace') this.#in.set(step.group, new Set(step.people));
    if (step.do === 'replace') this.#nested.get(step.group)?.clear();
    if (step.do === 'delete') {
      for (const kept of [this.#in, this.#nested, this.#links]) kept.get(step.group)?.clear();
      for (const inner of this.#nested.values()) inner.delete(step.group);
    }
  }

  /** By target; 0 is the top-level group, where the integration gives guest. */
  rolesOf(person: number): Record<number, Role> {
    if (this.#inactive.has(person)) return {};
    const held: [number, Role][] = [[0, 'guest']];
    for (const group of GROUPS)
      if (GROUPS.some((inner) => this.#in.get(inner)?.has(person) && this.#reaches(group, inner)))
        held.push(...(this.#links.get(group) ?? []));
    const found: Record<number, Role> = {};
    for (const [target, role] of held) found[target] = highest([found[target] ?? 'guest', role]);
    return found;
  }

  #reaches(outer: number, inner: number): boolean {
    return outer === inner || [...(this.#nested.get(outer) ?? [])].some((next) => this.#reaches(next, inner));
  }
}

describe('memberships by group links', function () {
  this.timeout(240_000);
  let app: Rollcall;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  it('are after every change what a computation from scratch gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps(), { minLength: 1, maxLength: 25 }), async (sequence) => {
        const [world, model] = [await World.make(app), new Model()];
        for (const step of sequence) {
          await world.take(step);
          model.take(step);
          for (const person of PEOPLE)
            expect(await world.rolesOf(person), JSON.stringify(step)).to.deep.equal(model.rolesOf(person));
        }
      }),
      { numRuns: 12 },
    );
  });

  it('are the same when the changes come at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps(), { minLength: 6, maxLength: 16 }), async (sequence) => {
        const world = await World.make(app);
        await Promise.all(sequence.map((step) => world.take(step)));
        const before = await Promise.all(PEOPLE.map((person) => world.rolesOf(person)));
        await world.recalculate();
        const after = await Promise.all(PEOPLE.map((person) => world.rolesOf(person)));
        expect(before).to.deep.equal(after);
      }),
      { numRuns: 15 },
    );
  });

  const link: Step = { do: 'link', group: 0, target: 1, role: 'developer' };
  const join = (group: number): Step => ({ do: 'join', group, person: 0 });
  const leave = (group: number): Step => ({ do: 'leave', group, person: 0 });
  const nest = (inner: number): Step => ({ do: 'nest', group: 0, inner });
  const unnest = (inner: number): Step => ({ do: 'unnest', group: 0, inner });
  const races: readonly (readonly [what: string, before: readonly Step[], atOnce: readonly Step[]])[] = [
    ['leaves both of two nested groups', [link, nest(1), nest(2), join(1), join(2)], [leave(1), leave(2)]],
    ['joins a nested group as the outer one is linked', [nest(1)], [join(1), link]],
    ['joins a group as it is nested', [link], [join(1), nest(1)]],
    ['leaves a group as a nested one is taken out', [link, nest(1), join(0), join(1)], [leave(0), unnest(1)]],
    [
      'joins a group while coming back',
      [link, { do: 'deactivate', person: 0 }],
      [join(0), { do: 'reactivate', person: 0 }],
    ],
    ['joins a group while going', [link], [join(0), { do: 'deactivate', person: 0 }]],
    [
      'joins a group as the nesting gets a level more',
      [link, nest(1)],
      [join(2), { do: 'nest', group: 1, inner: 2 }],
    ],
  ];

  for (const [what, before, atOnce] of races) {
    it(`are right when somebody ${what}`, async () => {
      for (let run = 0; run < 6; run++) {
        const [world, model] = [await World.make(app), new Model()];
        for (const step of before) await world.take(step);
        const turns = run % 2 === 0 ? atOnce : atOnce.toReversed();
        await Promise.all(turns.map((step) => world.take(step)));
        for (const step of [...before, ...atOnce]) model.take(step);
        expect(await world.rolesOf(0)).to.deep.equal(model.rolesOf(0));
      }
    });
  }
});

function steps(): fc.Arbitrary<Step> {
  const [group, person, target] = [GROUPS, PEOPLE, TARGETS].map((all) => fc.constantFrom(...all)) as [
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
  ];
  const role = fc.constantFrom(...linkRoles);
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('join' as const), group, person }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), group, person }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('nest' as const), group, inner: group }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('unnest' as const), group, inner: group }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('link' as const), group, target, role }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('unlink' as const), group, target }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('deactivate' as const), person }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reactivate' as const), person }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('replace' as const), group, people: fc.subarray(PEOPLE) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), group }) },
  );
}

/** The same steps on the real service: users and groups over HTTP, links as an owner makes them. */
class World {
  readonly #app: Rollcall;
  readonly #tenant: Tenant;
  readonly #people: readonly string[];
  readonly #groups: string[];
  readonly #targets: readonly Group[];

  private constructor(app: Rollcall, tenant: Tenant, people: string[], dirs: string[], targets: Group[]) {
    this.#app = app;
    this.#tenant = tenant;
    this.#people = people;
    this.#groups = dirs;
    this.#targets = targets;
  }

  static async make(app: Rollcall): Promise<World> {
    const tenant = await app.bootstrap(undefined, { removalGuard: 'off' });
    const people = await Promise.all(
      PEOPLE.map(async (at) => {
        const { body } = await tenant.scim('POST', '/Users', user(`p${at}@${tenant.groupId}.test`));
        return String(body.id);
      }),
    );
    const dirs = await Promise.all(GROUPS.map(() => makeGroup(tenant)));
    const root = await groupNamed(app.services, tenant.groupId);
    const [dev, ops] = [await below(app.services, root, 'dev'), await below(app.services, root, 'ops')];
    return new World(app, tenant, people, dirs, [root, dev, ops]);
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'join':
        return this.#patch(step.group, {
          op: 'add',
          path: 'members',
          value: [{ value: this.#people[step.person] }],
        });
      case 'leave':
        return this.#patch(step.group, {
          op: 'remove',
          path: `members[value eq "${this.#people[step.person]}"]`,
        });
      case 'nest':
        return this.#patch(
          step.group,
          { op: 'add', path: 'members', value: [{ value: this.#groups[step.inner] }] },
          [204, 400, 404],
        );
      case 'unnest':
        return this.#patch(step.group, {
          op: 'remove',
          path: `members[value eq "${this.#groups[step.inner]}"]`,
        });
      case 'replace': {
        const value = step.people.map((person) => ({ value: this.#people[person] }));
        return this.#patch(step.group, { op: 'replace', path: 'members', value });
      }
      case 'link':
      case 'unlink':
        return this.#link(step);
      case 'deactivate':
      case 'reactivate': {
        const active = step.do === 'reactivate';
        const Operations = [{ op: 'replace', path: 'active', value: active }];
        const { status } = await this.#tenant.scim('PATCH', `/Users/${this.#people[step.person]}`, {
          Operations,
        });
        expect(status).to.equal(200);
        return;
      }
      case 'delete': {
        const { status } = await this.#tenant.scim('DELETE', `/Groups/${this.#groups[step.group]}`);
        expect(status).to.be.oneOf([204, 404]);
        this.#groups[step.group] = await makeGroup(this.#tenant);
      }
    }
  }

  async rolesOf(person: number): Promise<Record<number, Role>> {
    const { integrationId, groupId } = this.#tenant;
    const identity = await this.#app.services.users.get(integrationId, this.#people[person] ?? '');
    const member = await memberIn(this.#app.services, groupId, identity?.accountId ?? '');
    const held = (member?.memberships ?? []).map(({ groupId: id, role }) => [
      this.#targets.findIndex((target) => target.id === id),
      role,
    ]);
    return Object.fromEntries(held) as Record<number, Role>;
  }

  /** Works everything out from scratch, by setting every link anew. */
  async recalculate(): Promise<void> {
    const { groupLinks, store, collections } = this.#app.services;
    const { integrationId } = this.#tenant;
    const act = { actor: { kind: 'operator' as const }, cause: 'test' };
    for (const link of await groupLinks.list(store, integrationId)) {
      const group = await store.get(collections.directoryGroups, integrationId, link.directoryGroupId);
      const target = this.#targets.find(({ id }) => id === link.targetId);
      if (!group || !target) throw new Error('a link leads nowhere');
      await groupLinks.remove(link, act);
      await groupLinks.set(group, target, link.role, act);
    }
  }

  async #link(step: Extract<Step, { readonly do: 'link' | 'unlink' }>): Promise<void> {
    const { groupLinks, store, collections } = this.#app.services;
    const { integrationId } = this.#tenant;
    const act = { actor: { kind: 'operator' as const }, cause: 'test' };
    const directoryGroupId = this.#groups[step.group] ?? '';
    const target = this.#targets[step.target];
    if (step.do === 'unlink') {
      const links = await groupLinks.list(store, integrationId);
      const link = links.find(
        (one) => one.directoryGroupId === directoryGroupId && one.targetId === target?.id,
      );
      if (link) await groupLinks.remove(link, act).catch(ignoreGone);
      return;
    }
    const group = await store.get(collections.directoryGroups, integrationId, directoryGroupId);
    if (group && target) await groupLinks.set(group, target, step.role, act).catch(ignoreGone);
  }

  async #patch(group: number, operation: object, expected = [204, 404]): Promise<void> {
    const { status, body } = await this.#tenant.scim('PATCH', `/Groups/${this.#groups[group]}`, {
      Operations: [operation],
    });
    expect(status, String(body.detail)).to.be.oneOf(expected);
  }
}

let named = 0;

async function makeGroup(tenant: Tenant): Promise<string> {
  return String((await tenant.scim('POST', '/Groups', { displayName: `G${++named}` })).body.id);
}

function ignoreGone(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'not_found') throw error;
}
