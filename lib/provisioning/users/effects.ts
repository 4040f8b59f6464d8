import type { Unit } from '../../audit/index.ts';
import type { AccessChange } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import type { Resource } from '../../scim/index.ts';
import { identities, plannedRemovals } from '../collections.ts';
import { effectsIn } from '../preview/effects.ts';
import type { Change, Identity } from '../types.ts';
import { foreseeChange } from './foreseen.ts';
import { identityOf, isActive, type Person, personOf, type Turn } from './identity.ts';
import type { People } from './people.ts';
import { followProfile, followSamlName } from './profile.ts';
import type { Evidence, Resolution } from './resolve_account.ts';

/** What a change of a user needs to know of the request, or of the work, that makes it. */
interface ChangedBy {
  readonly integration: Integration;
  readonly request: { readonly requestId: string };
}

/** The effects of writing a user: they store it, and change its account and memberships. */
export interface UserEffects {
  create(unit: Unit, caller: ChangedBy, user: Omit<Identity, 'v'>, evidence: Evidence): Promise<Effect>;
  update(unit: Unit, caller: ChangedBy, update: Update): Promise<Effect>;
  /** Handles a write without a difference: retries pending changes. Returns undefined when nothing changes. */
  retry(unit: Unit, caller: ChangedBy, present: Identity): Promise<Effect | undefined>;
  remove(unit: Unit, caller: ChangedBy, present: Identity): Promise<Effect>;
}

/** The result of a write, for the logs. */
export interface Effect {
  readonly identity: Identity;
  readonly action: UserEvent;
  readonly outcome: string;
  readonly changes?: readonly Change[];
}

type UserEvent =
  | 'user.created'
  | 'user.changed'
  | 'user.deactivated'
  | 'user.reactivated'
  | 'user.deleted'
  | 'user.previewed';

/** A stored user and its new resource. */
interface Update {
  readonly present: Identity;
  readonly resource: Resource;
  readonly uniqueValues: readonly string[];
}

/** The effects for the state of the integration. During a preview, they only store the user. */
export async function userEffects(
  unit: Unit,
  integration: Integration,
  live: UserEffects,
): Promise<UserEffects> {
  return integration.preview ? effectsIn(unit, integration, live, previewed) : live;
}

/** Writes a user again. */
function storeUser(
  unit: Unit,
  { present, resource, uniqueValues }: Update,
  more: { readonly waitsFor: string | undefined; readonly accountId?: string | undefined },
): Identity {
  const place = { ...present, uniqueValues, ...more };
  return unit.update(identities, { ...identityOf(resource, place, unit.now()), v: present.v });
}

const kept = {
  action: 'user.previewed',
  outcome: 'Preview: stored the user for the plan. No account or membership changed.',
} as const;

function previewed(touch: () => void): UserEffects {
  return {
    async create(unit, _caller, user) {
      touch();
      return { ...kept, identity: unit.insert(identities, user) };
    },
    async update(unit, _caller, update) {
      touch();
      const { present, resource } = update;
      const [was, is] = [personOf(present.resource).email?.key, personOf(resource).email?.key];
      const waitsFor = was === is ? present.waitsFor : is;
      return { ...kept, identity: storeUser(unit, update, { waitsFor, accountId: present.accountId }) };
    },
    retry: async () => undefined,
    async remove(unit, _caller, present) {
      touch();
      const { id, integrationId, rootId, accountId, resource } = present;
      const { userName } = personOf(resource);
      if (accountId !== undefined)
        unit.insert(plannedRemovals, { id, integrationId, rootId, accountId, userName });
      return { ...kept, action: 'user.deleted', identity: present };
    },
  };
}

type Linked = Identity & { readonly accountId: string };

/** The account of a user after a change, and the result for its profile. */
interface Settled {
  readonly accountId: string | undefined;
  readonly waitsFor: string | undefined;
  readonly notes: readonly string[];
}

const events = {
  changed: 'user.changed',
  deactivated: 'user.deactivated',
  reactivated: 'user.reactivated',
} as const;

/** Stores users, and changes their accounts and memberships. */
export class LiveEffects implements UserEffects {
  readonly #people: People;

  constructor(people: People) {
    this.#people = people;
  }

  async create(
    unit: Unit,
    { integration, request }: ChangedBy,
    user: Omit<Identity, 'v'>,
    evidence: Evidence,
  ): Promise<Effect> {
    const resolution = await this.#people.resolve(unit, integration, { ...evidence, identityId: user.id });
    const { kind, account } = resolution;
    const identity = unit.insert(identities, kind === 'held' ? user : { ...user, accountId: account.id });
    const access =
      kind !== 'held' && isActive(user)
        ? await this.#people.admitNew(unit, integration, identity, kind === 'created', request.requestId)
        : [];
    const outcome = resolved(resolution);
    return { identity, action: 'user.created', outcome, changes: accessChanges(access) };
  }

  async update(unit: Unit, caller: ChangedBy, update: Update): Promise<Effect> {
    const { present, resource } = update;
    const [was, is] = [personOf(present.resource), personOf(resource)];
    if (isLinked(present)) foreseeChange(unit, caller.integration, present.accountId, { was, is });
    const settled = isLinked(present)
      ? await settle(unit, caller.integration, present, { was, is })
      : held(await this.#people.resolveHeld(unit, caller.integration, present.id, is));
    return this.#store(unit, caller, update, settled);
  }

  async retry(unit: Unit, caller: ChangedBy, present: Identity): Promise<Effect | undefined> {
    const { id, resource, uniqueValues = [] } = present;
    const is = personOf(resource);
    if (isLinked(present)) return catchUp(unit, caller.integration, present, is);
    const accountId = await this.#people.resolveHeld(unit, caller.integration, id, is);
    if (accountId === undefined) return undefined;
    return this.#store(unit, caller, { present, resource, uniqueValues }, held(accountId));
  }

  async remove(unit: Unit, { integration, request }: ChangedBy, identity: Identity): Promise<Effect> {
    const access = isLinked(identity)
      ? await this.#people.deprovisionDeleted(unit, integration, identity.accountId, request.requestId)
      : [];
    const outcome = `Deleted the user. ${lost(access)}`;
    return { identity, action: 'user.deleted', outcome, changes: accessChanges(access) };
  }

  async #store(
    unit: Unit,
    { integration, request }: ChangedBy,
    update: Update,
    { accountId, waitsFor, notes }: Settled,
  ): Promise<Effect> {
    const identity = storeUser(unit, update, { accountId, waitsFor });
    const turn = turnOf(isActive(update.present), isActive(identity));
    const arrives = accountId !== update.present.accountId && isActive(identity);
    const access = await this.#people.follow(
      unit,
      integration,
      identity,
      arrives ? 'reactivated' : turn,
      request.requestId,
    );
    const outcome = [turned(turn, access), ...notes].join(' ');
    return { identity, action: events[turn], outcome, changes: accessChanges(access) };
  }
}

function isLinked(user: Identity): user is Linked {
  return user.accountId !== undefined;
}

function held(accountId: string | undefined): Settled {
  return { accountId, waitsFor: undefined, notes: [] };
}

async function settle(
  unit: Unit,
  integration: Integration,
  user: Linked,
  change: { readonly was: Person; readonly is: Person },
): Promise<Settled> {
  const { notes, waitsFor } = await followProfile(unit, integration, user, change);
  await followSamlName(unit, user.rootId, user.accountId, change);
  return { accountId: user.accountId, waitsFor, notes };
}

/** Retries a change that the account could not follow before, such as a new e-mail. */
async function catchUp(
  unit: Unit,
  integration: Integration,
  user: Linked,
  person: Person,
): Promise<Effect | undefined> {
  const { notes, waitsFor, moved } = await followProfile(unit, integration, user, {
    was: person,
    is: person,
  });
  if (waitsFor !== undefined && user.waitsFor === undefined) unit.update(identities, { ...user, waitsFor });
  if (!moved) return undefined;
  const outcome = ['Updated the e-mail of the account.', ...notes].join(' ');
  return { identity: user, action: 'user.changed', outcome };
}

function accessChanges(access: readonly AccessChange[]): Change[] {
  return access.map(({ groupId, from, to }) => ({
    what: `role in group ${groupId}`,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }));
}

function lost(access: readonly AccessChange[]): string {
  const count = access.filter((change) => change.to === undefined).length;
  return count === 0 ? 'No membership ended.' : `Ended ${count} membership${count === 1 ? '' : 's'}.`;
}

function turnOf(was: boolean, is: boolean): Turn {
  if (was === is) return 'changed';
  return is ? 'reactivated' : 'deactivated';
}

function turned(turn: Turn, access: readonly AccessChange[]): string {
  switch (turn) {
    case 'changed':
      return 'Changed the user.';
    case 'reactivated':
      return 'Reactivated the user.';
    case 'deactivated':
      return `Deactivated the user. ${lost(access)}`;
  }
}

function resolved({ kind, account }: Resolution): string {
  switch (kind) {
    case 'held':
      return 'Held the user: its e-mail belongs to an account that is not linked yet.';
    case 'linked':
      return `Linked the user to the account ${account.username}.`;
    case 'created':
      return `Created the account ${account.username}.`;
  }
}
