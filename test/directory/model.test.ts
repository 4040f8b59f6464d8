import { expect } from 'chai';
import fc from 'fast-check';
import { type Group, highest, type Role } from '../../lib/groups/types.ts';
import { directoryGroups, identities } from '../../lib/provisioning/collections.ts';
import type { LinkRole } from '../../lib/provisioning/directory/types.ts';
import { linksOf } from '../../lib/provisioning/links/links.ts';
import type { Identity } from '../../lib/provisioning/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { linkTo, unlink } from '../provisioning/linking.ts';
import { below, groupNamed, memberIn } from '../provisioning/people.ts';

const PEOPLE = [0, 1, 2];
const GROUPS = [0, 1, 2];
const TARGETS = [0, 1, 2];
const ATTRIBUTE = 'roles';
const linkRoles: readonly LinkRole[] = ['guest', 'reporter', 'developer', 'maintainer'];

type Step =
  | { readonly do: 'join' | 'leave'; readonly group: number; readonly person: number }
  | { readonly do: 'nest' | 'unnest'; readonly group: number; readonly inner: number }
  | { readonly do: 'link'; readonly group: number; readonly target: number; readonly role: LinkRole }
  | { readonly do: 'unlink'; readonly group: number; readonly target: number }
  | { readonly do: 'deactivate' | 'reactivate' | 'forget' | 'create'; readonly person: number }
  | { readonly do: 'say'; readonly person: number; readonly role: LinkRole }
  | { readonly do: 'listen' | 'ignore'; readonly target: number }
  | { readonly do: 'replace'; readonly group: number; readonly people: readonly number[] }
  | { readonly do: 'delete'; readonly group: number };

/** What memberships have to be, worked out from nothing but what was done. */
class Model {
  readonly #in = new Map(GROUPS.map((group) => [group, new Set<number>()]));
  readonly #nested = new Map(GROUPS.map((group) => [group, new Set<number>()]));
  readonly #links = new Map(GROUPS.map((group) => [group, new Map<number, LinkRole>()]));
  readonly #inactive = new Set<number>();
  readonly #deleted = new Set<number>();
  readonly #said = new Map<number, LinkRole>();
  readonly #heard = new Set<number>();

  take(step: Step): void {
    if (step.do === 'join' && !this.#deleted.has(step.person)) this.#in.get(step.group)?.add(step.person);
    if (step.do === 'leave') this.#in.get(step.group)?.delete(step.person);
    if (step.do === 'nest' && !this.#reaches(step.inner, step.group))
      this.#nested.get(step.group)?.add(step.inner);
    if (step.do === 'unnest') this.#nested.get(step.group)?.delete(step.inner);
    if (step.do === 'link') this.#links.get(step.group)?.set(step.target, step.role);
    if (step.do === 'unlink') this.#links.get(step.group)?.delete(step.target);
    if (step.do === 'deactivate' && !this.#deleted.has(step.person)) this.#inactive.add(step.person);
    if (step.do === 'reactivate') this.#inactive.delete(step.person);
    if (step.do === 'forget') this.#forget(step.person);
    if (step.do === 'create') this.#create(step.person);
    if (step.do === 'say' && !this.#deleted.has(step.person)) this.#said.set(step.person, step.role);
    if (step.do === 'listen') this.#heard.add(step.target);
    if (step.do === 'ignore') this.#heard.delete(step.target);
    if (step.do === 'replace' && !step.people.some((person) => this.#deleted.has(person))) {
      this.#in.set(step.group, new Set(step.people));
      this.#nested.get(step.group)?.clear();
    }
    if (step.do === 'delete') {
      for (const kept of [this.#in, this.#nested, this.#links]) kept.get(step.group)?.clear();
      for (const inner of this.#nested.values()) inner.delete(step.group);
    }
  }

  /** By target; 0 is the top-level group, where the integration gives guest. */
  rolesOf(person: number): Record<number, Role> {
    if (this.#inactive.has(person) || this.#deleted.has(person)) return {};
    const said = this.#said.get(person);
    const held: [number, Role][] = [[0, 'guest']];
    if (said) for (const target of this.#heard) held.push([target, said]);
    for (const group of GROUPS)
      if (GROUPS.some((inner) => this.#in.get(inner)?.has(person) && this.#reaches(group, inner)))
        held.push(...(this.#links.get(group) ?? []));
    const found: Record<number, Role> = {};
    for (const [target, role] of held) found[target] = highest([found[target] ?? 'guest', role]);
    return found;
  }

  #forget(person: number): void {
    this.#deleted.add(person);
    this.#inactive.delete(person);
    this.#said.delete(person);
    for (const people of this.#in.values()) people.delete(person);
  }

  /** An inactive user comes back, in the same groups; what attributes say is only what is sent now. */
  #create(person: number): void {
    if (!this.#deleted.delete(person) && !this.#inactive.delete(person)) return;
    this.#said.delete(person);
  }

  #reaches(outer: number, inner: number): boolean {
    return outer === inner || [...(this.#nested.get(outer) ?? [])].some((next) => this.#reaches(next, inner));
  }
}

describe('memberships by group links', function () {
  this.timeout(600_000);
  let app: Rollcall;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  it('equal a calculation from scratch after every change', async () => {
    await fc.assert(
      fc.asyncProperty(sequences({ minLength: 1, maxLength: 20 }), async (sequence) => {
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

  it('are the same for concurrent changes', async () => {
    await fc.assert(
      fc.asyncProperty(sequences({ minLength: 6, maxLength: 12 }), async (sequence) => {
        const world = await World.make(app);
        await Promise.all(sequence.map((step) => world.take(step)));
        const before = await Promise.all(PEOPLE.map((person) => world.rolesOf(person)));
        await world.recalculate();
        const after = await Promise.all(PEOPLE.map((person) => world.rolesOf(person)));
        expect(before).to.deep.equal(after);
      }),
      { numRuns: 8 },
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
    [
      'comes back as the last link ends',
      [link, join(0), { do: 'deactivate', person: 0 }],
      [
        { do: 'reactivate', person: 0 },
        { do: 'unlink', group: 0, target: 1 },
      ],
    ],
    [
      'is made anew as the last link ends',
      [link, join(0), { do: 'deactivate', person: 0 }],
      [
        { do: 'create', person: 0 },
        { do: 'unlink', group: 0, target: 1 },
      ],
    ],
    ['joins a group while going', [link], [join(0), { do: 'deactivate', person: 0 }]],
    [
      'joins a group as the nesting gets a level more',
      [link, nest(1)],
      [join(2), { do: 'nest', group: 1, inner: 2 }],
    ],
  ];

  const going: Step = { do: 'forget', person: 0 };
  const back: Step = { do: 'create', person: 0 };
  const unlink: Step = { do: 'unlink', group: 0, target: 1 };
  const say: Step = { do: 'say', person: 0, role: 'maintainer' };
  const returns: readonly (readonly [what: string, steps: readonly Step[]])[] = [
    ['is deleted and made anew', [link, join(0), going, back]],
    ['is deleted and made anew after the link has ended', [link, join(0), going, unlink, back]],
    [
      'is deleted and made anew after the group is deleted',
      [link, join(0), going, { do: 'delete', group: 0 }, back],
    ],
    ['is deactivated, deleted and made anew', [link, join(0), { do: 'deactivate', person: 0 }, going, back]],
    ['is deactivated and made anew', [link, join(0), { do: 'deactivate', person: 0 }, back]],
    [
      'is deactivated, and the link ends meanwhile',
      [link, join(0), { do: 'deactivate', person: 0 }, unlink, back],
    ],
    ...[0, 1].map((target): [string, Step[]] => [
      `is deleted, and an attribute gives no role in ${target === 0 ? 'the top-level group' : 'a subgroup'} meanwhile`,
      [{ do: 'listen', target }, say, going, { do: 'ignore', target }, back],
    ]),
  ];

  for (const [what, steps] of returns)
    it(`are right when a user ${what}`, async () => {
      const [world, model] = [await World.make(app), new Model()];
      for (const step of steps) {
        await world.take(step);
        model.take(step);
        expect(await world.rolesOf(0), step.do).to.deep.equal(model.rolesOf(0));
      }
    });

  for (const [what, before, atOnce] of races) {
    it(`are right when a user ${what}`, async () => {
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

/** Steps, and at times the absence of a person with the steps meanwhile. */
function sequences(length: { readonly minLength: number; readonly maxLength: number }): fc.Arbitrary<Step[]> {
  const step = steps();
  const absence = fc
    .record({
      person: fc.constantFrom(...PEOPLE),
      going: fc.constantFrom('deactivate' as const, 'forget' as const),
      meanwhile: fc.array(step, { maxLength: 2 }),
      back: fc.constantFrom('reactivate' as const, 'create' as const),
    })
    .map(({ person, going, meanwhile, back }): Step[] => [
      { do: going, person },
      ...meanwhile,
      { do: back, person },
    ]);
  const alone = step.map((one) => [one]);
  const parts = fc.oneof({ weight: 5, arbitrary: alone }, { weight: 1, arbitrary: absence });
  return fc.array(parts, { ...length, size: 'max' }).map((all) => all.flat());
}

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
    { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), person }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('create' as const), person }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('say' as const), person, role }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constantFrom('listen' as const, 'ignore' as const), target }),
    },
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
  readonly #people: string[];
  readonly #accounts: readonly string[];
  readonly #groups: string[];
  readonly #targets: readonly Group[];

  private constructor(app: Rollcall, tenant: Tenant, people: Identity[], dirs: string[], targets: Group[]) {
    this.#app = app;
    this.#tenant = tenant;
    this.#people = people.map(({ id }) => id);
    this.#accounts = people.map(({ accountId = '' }) => accountId);
    this.#groups = dirs;
    this.#targets = targets;
  }

  static async make(app: Rollcall): Promise<World> {
    const tenant = await app.bootstrap(undefined, { removalGuard: 'off' });
    const people = await Promise.all(
      PEOPLE.map(async (at) => {
        const { body } = await tenant.scim('POST', '/Users', user(`p${at}@${tenant.groupId}.test`));
        const made = await app.services.store.get(identities, tenant.integrationId, String(body.id));
        if (!made) throw new Error('the user is not there');
        return made;
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
        return this.#patch(
          step.group,
          {
            op: 'add',
            path: 'members',
            value: [{ value: this.#people[step.person] }],
          },
          UNKNOWN,
        );
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
      case 'forget':
      case 'create':
        return this.#createOrForget(step.person, step.do === 'create');
      case 'say':
        return this.#patchUser(step.person, {
          op: 'replace',
          path: ATTRIBUTE,
          value: [{ value: step.role }],
        });
      case 'listen':
      case 'ignore':
        return this.#attribute(step);
      case 'unnest':
        return this.#patch(step.group, {
          op: 'remove',
          path: `members[value eq "${this.#groups[step.inner]}"]`,
        });
      case 'replace': {
        const value = step.people.map((person) => ({ value: this.#people[person] }));
        return this.#patch(step.group, { op: 'replace', path: 'members', value }, UNKNOWN);
      }
      case 'link':
      case 'unlink':
        return this.#link(step);
      case 'deactivate':
      case 'reactivate': {
        const active = step.do === 'reactivate';
        return this.#patchUser(step.person, { op: 'replace', path: 'active', value: active });
      }
      case 'delete': {
        const { status } = await this.#tenant.scim('DELETE', `/Groups/${this.#groups[step.group]}`);
        expect(status).to.be.oneOf([204, 404]);
        this.#groups[step.group] = await makeGroup(this.#tenant);
      }
    }
  }

  async rolesOf(person: number): Promise<Record<number, Role>> {
    const { groupId } = this.#tenant;
    const member = await memberIn(this.#app.services, groupId, this.#accounts[person] ?? '');
    const held = (member?.memberships ?? []).map(({ groupId: id, role }) => [
      this.#targets.findIndex((target) => target.id === id),
      role,
    ]);
    return Object.fromEntries(held) as Record<number, Role>;
  }

  /** Works everything out from scratch, by setting every link anew. */
  async recalculate(): Promise<void> {
    const { services } = this.#app;
    const { store } = services;
    const { integrationId } = this.#tenant;
    for (const link of await linksOf(store, integrationId)) {
      const group = await store.get(directoryGroups, integrationId, link.directoryGroupId);
      const target = this.#targets.find(({ id }) => id === link.targetId);
      if (!group || !target) throw new Error('a link leads nowhere');
      await unlink(services, link);
      await linkTo(services, group, target, link.role);
    }
  }

  async #link(step: Extract<Step, { readonly do: 'link' | 'unlink' }>): Promise<void> {
    const { services } = this.#app;
    const { store } = services;
    const { integrationId } = this.#tenant;
    const directoryGroupId = this.#groups[step.group] ?? '';
    const target = this.#targets[step.target];
    if (step.do === 'unlink') {
      const links = await linksOf(store, integrationId);
      const link = links.find(
        (one) => one.directoryGroupId === directoryGroupId && one.targetId === target?.id,
      );
      if (link) await unlink(services, link).catch(ignoreGone);
      return;
    }
    const group = await store.get(directoryGroups, integrationId, directoryGroupId);
    if (group && target) await linkTo(services, group, target, step.role).catch(ignoreGone);
  }

  async #createOrForget(person: number, isMade: boolean): Promise<void> {
    if (!isMade) {
      const { status } = await this.#tenant.scim('DELETE', `/Users/${this.#people[person]}`);
      expect(status).to.be.oneOf([204, 404]);
      return;
    }
    const email = `p${person}@${this.#tenant.groupId}.test`;
    const { status, body } = await this.#tenant.scim('POST', '/Users', user(email));
    expect(status, String(body.detail)).to.be.oneOf([201, 409]);
    if (status === 201) this.#people[person] = String(body.id);
  }

  async #patchUser(person: number, operation: object): Promise<void> {
    const { status, body } = await this.#tenant.scim('PATCH', `/Users/${this.#people[person]}`, {
      Operations: [operation],
    });
    expect(status, String(body.detail)).to.be.oneOf([200, 404]);
  }

  async #attribute(step: Extract<Step, { readonly do: 'listen' | 'ignore' }>): Promise<void> {
    const { roleAttributes } = this.#app.services;
    const { integrationId: id, groupId: rootId } = this.#tenant;
    const target = this.#targets[step.target];
    if (!target) throw new Error('there is no such target');
    const wanted = { attribute: ATTRIBUTE, target };
    const operator = { kind: 'operator' as const };
    if (step.do === 'listen') await roleAttributes.set({ id, rootId }, wanted, {}, operator);
    else await roleAttributes.remove({ id, rootId }, wanted, operator).catch(ignoreGone);
  }

  async #patch(group: number, operation: object, expected = [204, 404]): Promise<void> {
    const { status, body } = await this.#tenant.scim('PATCH', `/Groups/${this.#groups[group]}`, {
      Operations: [operation],
    });
    expect(status, String(body.detail)).to.be.oneOf(expected);
  }
}

/** Also where a member was deleted before. */
const UNKNOWN = [204, 400, 404];
let named = 0;

async function makeGroup(tenant: Tenant): Promise<string> {
  return String((await tenant.scim('POST', '/Groups', { displayName: `G${++named}` })).body.id);
}

function ignoreGone(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'not_found') throw error;
}
