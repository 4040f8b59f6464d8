import { usernameBase, usernameKey } from '../../accounts/index.ts';
import type { Unit, UnitStore } from '../../audit/index.ts';
import { type Integration, refusePaused } from '../../integrations/index.ts';
import { RuleError, unhurried } from '../../kernel/index.ts';
import {
  applyPatch,
  fold,
  type PatchOperation,
  type Registry,
  type Resource,
  type ResourceType,
} from '../../scim/index.ts';
import type { Matches, Search } from '../../store/index.ts';
import { identities, plannedRemovals } from '../collections.ts';
import type { DirectoryGroups } from '../directory/directory_groups.ts';
import { groupsOf } from '../directory/groups_of.ts';
import { resolveGroups } from '../directory/members_filter.ts';
import { changesBetween, type LoggedOutcome, logChange } from '../log.ts';
import { accessChanges, lost, resolved, type Turn, turned, turnOf } from '../outcomes.ts';
import { isPreview } from '../preview/is_preview.ts';
import {
  type Computed,
  type Edit,
  type Expect,
  noticeOf,
  type ResourceService,
} from '../resources/resources.ts';
import type { Caller, Change, Identity } from '../types.ts';
import { EmailExists, needsAttention, settle, waitingOf } from './attention.ts';
import { identityOf, isActive, isSomebodyElse } from './identity.ts';
import type { People } from './people.ts';
import { type Person, personOf } from './person.ts';
import { followProfile } from './profile.ts';
import { evidenceOf } from './resolve_account.ts';
import { forgetMismatch } from './saml_mismatches.ts';
import { followSamlName } from './saml_name.ts';
import { UniqueValues } from './unique_values.ts';

interface Parts {
  readonly store: UnitStore;
  readonly registry: Registry;
  readonly directoryGroups: Pick<DirectoryGroups, 'forget'>;
  readonly people: People;
}

/** The log text of a write that a preview keeps. */
const PLANNED = 'Preview: kept for the plan, nothing was carried out.';

type UserEvent = 'user.created' | 'user.deleted' | 'user.previewed' | (typeof turnEvents)[Turn];

const turnEvents = {
  changed: 'user.changed',
  deactivated: 'user.deactivated',
  reactivated: 'user.reactivated',
} as const satisfies Readonly<Record<Turn, string>>;

/** The SCIM Users of all integrations: the rules of docs/provisioning.md, each change one transaction. */
export class Users implements ResourceService<Identity> {
  readonly #store: UnitStore;
  readonly #people: People;
  readonly #type: ResourceType;
  readonly #directoryGroups: Parts['directoryGroups'];
  readonly #unique: UniqueValues<Identity>;

  constructor({ store, registry, directoryGroups, people }: Parts) {
    this.#directoryGroups = directoryGroups;
    this.#type = registry.userType;
    this.#store = store;
    this.#people = people;
    this.#unique = new UniqueValues(identities, this.#type);
  }

  get(integrationId: string, id: string): Promise<Identity | undefined> {
    return this.#store.get(identities, integrationId, id);
  }

  async query(integrationId: string, search: Search): Promise<Matches<Identity>> {
    const { filter, ...rest } = search;
    if (!filter) return this.#store.query(identities, integrationId, search);
    const resolved = await resolveGroups(this.#store, integrationId, filter);
    return this.#store.query(identities, integrationId, { ...rest, filter: resolved });
  }

  /** The groups of several users. */
  computed(integrationId: string, ids: readonly string[], which: 'direct' | 'all'): Promise<Computed[]> {
    return groupsOf(this.#store, integrationId, ids, which);
  }

  /**
   * Creates a user, or reactivates the same one. Throws `RuleError`: `user_name_taken`, `external_id_taken`,
   * `unique_value_taken`, `email_exists` (the conflict is then on the owner's list), `account_taken`.
   */
  async create(caller: Caller, resource: Resource): Promise<Identity> {
    const person = personOf(resource);
    refusePaused(caller.integration);
    const lane = `create ${usernameKey(usernameBase(person.userName))}`;
    try {
      return await this.#store.transaction((unit) => this.#create(unit, caller, resource, person), lane);
    } catch (error) {
      if (error instanceof EmailExists)
        await this.#store.transaction(
          (unit) => needsAttention(unit, caller.integration, person, error),
          `attention ${error.email.key}`,
        );
      throw error;
    }
  }

  /**
   * Changes a user to the result of `edit`; writes nothing without a difference. `expect` checks the version (If-Match)
   * and throws when it is not the wanted one. Throws `RuleError`: `not_found`, `user_name_taken`, `external_id_taken`,
   * `unique_value_taken`, `last_owner`.
   */
  replace(caller: Caller, id: string, edit: Edit, expect: Expect): Promise<Identity> {
    return this.#people.guarded(caller, id, async (unit) => {
      const present = await this.#present(unit, caller.integration, id);
      expect(present.v);
      const resource = await edit(present.resource);
      const changes = changesBetween(present.resource, resource);
      if (changes.length === 0) return this.#again(unit, caller, present);
      await this.#refuseTaken(unit, caller.integration, personOf(resource), id);
      return this.#update(unit, caller, present, resource, { status: 200, changes });
    });
  }

  patch(
    caller: Caller,
    id: string,
    operations: readonly PatchOperation[],
    expect: Expect,
  ): Promise<Identity> {
    return this.replace(
      caller,
      id,
      (present) => unhurried(this.#store, applyPatch(this.#type, present, operations, noticeOf(caller))),
      expect,
    );
  }

  /** Deprovisions and deletes a user; the account stays. Throws `RuleError`: `not_found`, `last_owner`. */
  async remove(caller: Caller, id: string, expect: Expect): Promise<void> {
    await this.#people.guarded(caller, id, async (unit) => {
      const { integration } = caller;
      const present = await this.#present(unit, integration, id);
      expect(present.v);
      const planned = integration.preview && (await isPreview(unit, integration));
      const { accountId, rootId } = present;
      if (planned && accountId !== undefined) {
        const { userName } = personOf(present.resource);
        unit.insert(plannedRemovals, { id, integrationId: integration.id, rootId, accountId, userName });
      }
      const access =
        planned || present.accountId === undefined
          ? []
          : await this.#people.dismissDeleted(unit, integration, present.accountId, caller.request.requestId);
      await this.#directoryGroups.forget(unit, present);
      settle(unit, await waitingOf(unit, integration.id, { identityId: id }));
      await forgetMismatch(unit, present);
      await this.#people.remember(unit, present);
      unit.remove(identities, present);
      this.#tell(unit, caller, present, 'user.deleted', {
        status: 204,
        outcome: planned ? PLANNED : `Deleted the user. ${lost(access)}`,
        changes: accessChanges(access),
      });
    });
    // Again, for groups that have added the user meanwhile, see `forgetGone`.
    const gone = { id, integrationId: caller.integration.id };
    await this.#store.transaction((unit) => this.#directoryGroups.forget(unit, gone));
  }

  async #create(unit: Unit, caller: Caller, resource: Resource, person: Person): Promise<Identity> {
    const { integration, request } = caller;
    const [returning, evidence] = await Promise.all([
      this.#returning(unit, integration, person),
      evidenceOf(unit, integration, person),
    ]);
    if (returning) {
      const changes = changesBetween(returning.resource, resource);
      return this.#update(unit, caller, returning, resource, { status: 201, changes });
    }
    const id = unit.id();
    const uniqueValues = await this.#unique.claim(unit, { id, scope: integration.id, resource });
    const place = { id, integrationId: integration.id, rootId: integration.rootId, uniqueValues };
    const kept = unit.insert(identities, identityOf(resource, place, unit.now()));
    if (integration.preview && (await isPreview(unit, integration))) {
      this.#tell(unit, caller, kept, 'user.previewed', { status: 201, outcome: PLANNED });
      return kept;
    }
    const { identity, resolution, access } = await this.#people.welcome(
      unit,
      integration,
      kept,
      evidence,
      request.requestId,
      true,
    );
    this.#tell(unit, caller, identity, 'user.created', {
      status: 201,
      outcome: resolved(resolution),
      changes: accessChanges(access),
    });
    return identity;
  }

  /** The inactive user that a creation reactivates. Throws when an active or a different user has the names. */
  async #returning(unit: Unit, integration: Integration, person: Person): Promise<Identity | undefined> {
    const [named, known] = await this.#holders(unit, integration, person);
    if (named && (isActive(named) || (known && known.id !== named.id) || isSomebodyElse(named, person)))
      throw userNameTaken(person.userName);
    if (known && isActive(known)) throw externalIdTaken(known);
    return known ?? named;
  }

  async #refuseTaken(unit: Unit, integration: Integration, person: Person, id: string): Promise<void> {
    const [named, known] = await this.#holders(unit, integration, person);
    if (named && named.id !== id) throw userNameTaken(person.userName);
    if (known && known.id !== id) throw externalIdTaken(known);
  }

  /** The users who have the `userName` and the `externalId`. */
  #holders(unit: Unit, { id }: Integration, { userName, externalId }: Person) {
    return Promise.all([
      unit.find(identities, id, 'userName', fold(userName)),
      externalId === undefined ? undefined : unit.find(identities, id, 'externalId', externalId),
    ]);
  }

  async #update(
    unit: Unit,
    caller: Caller,
    present: Identity,
    resource: Resource,
    {
      status,
      changes,
      recognised,
    }: { readonly status: number; readonly changes: readonly Change[]; readonly recognised?: string },
  ): Promise<Identity> {
    const { integration } = caller;
    const [was, is] = [personOf(present.resource), personOf(resource)];
    const claim = { id: present.id, scope: integration.id, resource, present: present.resource };
    const uniqueValues = await this.#unique.claim(unit, claim);
    if (integration.preview && (await isPreview(unit, integration))) {
      const waitsFor = was.email?.key === is.email?.key ? present.waitsFor : is.email?.key;
      const place = { ...present, uniqueValues, waitsFor };
      const next = { ...identityOf(resource, place, unit.now()), v: present.v };
      const kept = unit.update(identities, next);
      this.#tell(unit, caller, kept, 'user.previewed', { status, outcome: PLANNED, changes });
      return kept;
    }
    const turn = turnOf(was.active, is.active);
    const known = present.accountId;
    const accountId =
      known ?? recognised ?? (await this.#people.recognise(unit, integration, present.id, is));
    const arrives = accountId !== known && is.active;
    const { notes, waitsFor } = known
      ? await followProfile(unit, integration, { ...present, accountId: known }, { was, is })
      : { notes: [], waitsFor: undefined };
    if (known) await followSamlName(unit, present.rootId, known, { was, is });
    const place = { ...present, uniqueValues, waitsFor, ...(accountId ? { accountId } : {}) };
    const next = { ...identityOf(resource, place, unit.now()), v: present.v };
    const identity = unit.update(identities, next);
    const access = await this.#people.follow(
      unit,
      integration,
      identity,
      arrives ? 'reactivated' : turn,
      caller.request.requestId,
    );
    this.#tell(unit, caller, identity, turnEvents[turn], {
      status,
      outcome: [turned(turn, access), ...notes].join(' '),
      changes: [...changes, ...accessChanges(access)],
    });
    return identity;
  }

  /**
   * A write without a difference: retries what had to wait, such as the e-mail of the account or the link of a held
   * user.
   */
  async #again(unit: Unit, caller: Caller, present: Identity): Promise<Identity> {
    const { integration } = caller;
    const { id, accountId, resource } = present;
    if (integration.preview) return present;
    if (accountId !== undefined) {
      await this.#catchUp(unit, caller, { ...present, accountId });
      return present;
    }
    const recognised = await this.#people.recognise(unit, integration, id, personOf(resource));
    if (recognised === undefined) return present;
    return this.#update(unit, caller, present, resource, { status: 200, changes: [], recognised });
  }

  async #catchUp(unit: Unit, caller: Caller, user: Identity & { readonly accountId: string }): Promise<void> {
    const person = personOf(user.resource);
    const { notes, waitsFor, moved } = await followProfile(unit, caller.integration, user, {
      was: person,
      is: person,
    });
    if (waitsFor !== undefined && user.waitsFor === undefined) unit.update(identities, { ...user, waitsFor });
    if (moved)
      this.#tell(unit, caller, user, 'user.changed', {
        status: 200,
        outcome: ['The e-mail of the account follows now.', ...notes].join(' '),
      });
  }

  async #present(unit: Unit, integration: Integration, id: string): Promise<Identity> {
    const present = await unit.get(identities, integration.id, id);
    if (!present) throw new RuleError('not_found', `There is no user ${id}.`);
    return present;
  }

  #tell(unit: Unit, caller: Caller, identity: Identity, action: UserEvent, happened: LoggedOutcome): void {
    const { integration, token, request } = caller;
    const userName = personOf(identity.resource).userName;
    const whose = identity.accountId === undefined ? {} : { accountId: identity.accountId };
    logChange(unit, caller, { ...happened, resourceId: identity.id, userName, ...whose });
    unit.record({
      rootId: integration.rootId,
      actor: { kind: 'scim', integrationId: integration.id, tokenId: token.id, ip: request.ip },
      action,
      target: { kind: 'user', id: identity.id },
      detail: { userName, ...whose, changed: (happened.changes ?? []).map((change) => change.what) },
      requestId: request.requestId,
    });
  }
}

function userNameTaken(userName: string): RuleError {
  return new RuleError(
    'user_name_taken',
    `The userName ${userName} is taken by another user of this integration.`,
  );
}

function externalIdTaken(holder: Identity): RuleError {
  const { userName } = personOf(holder.resource);
  return new RuleError(
    'external_id_taken',
    `The externalId is taken by the user ${userName} of this integration.`,
  );
}
