import { expect } from 'chai';
import type { Group, Role } from '../../lib/groups/types.ts';
import { directoryGroups, identities } from '../../lib/provisioning/collections.ts';
import { linksOf } from '../../lib/provisioning/links/links.ts';
import type { Identity } from '../../lib/provisioning/types.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { linkTo, unlink } from '../provisioning/linking.ts';
import { below, groupNamed, memberIn } from '../provisioning/people.ts';
import { GROUPS, PEOPLE, type Step } from './model.ts';

/** The same steps on the real service: users and groups over HTTP, links as an owner makes them. */
export class World {
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
const ATTRIBUTE = 'roles';
let named = 0;

async function makeGroup(tenant: Tenant): Promise<string> {
  return String((await tenant.scim('POST', '/Groups', { displayName: `G${++named}` })).body.id);
}

function ignoreGone(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'not_found') throw error;
}
