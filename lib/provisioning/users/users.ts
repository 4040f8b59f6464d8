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
import { type Ahead, begun } from '../../store/index.ts';
import { identities } from '../collections.ts';
import type { DirectoryGroups } from '../directory/directory_groups.ts';
import { unprovisioned } from '../discovery/collections.ts';
import { ShownUsers } from '../discovery/shown_users.ts';
import { changesBetween, logChange } from '../log.ts';
import {
  attributesIn,
  type Edit,
  type Expect,
  noticeOf,
  type ResourceService,
  scimResource,
} from '../resources/resources.ts';
import type { Caller, Identity } from '../types.ts';
import { EmailExists, needsAttention, settle, waitingOf } from './attention.ts';
import { type Effect, LiveEffects, type UserEffects, userEffects } from './effects.ts';
import { foreseeCreation, readsOfRequest } from './foreseen.ts';
import { identityOf, isActive, isSomebodyElse, type Person, personOf } from './identity.ts';
import type { People } from './people.ts';
import { evidenceOf } from './resolve_account.ts';
import { forgetMismatch } from './saml_mismatches.ts';
import { UniqueValues } from './unique_values.ts';

interface Parts {
  readonly store: UnitStore;
  readonly registry: Registry;
  readonly directoryGroups: Pick<DirectoryGroups, 'forget'>;
  readonly people: People;
}

/** The SCIM Users of all integrations: the rules of docs/provisioning.md, each change one transaction. */
export class Users extends ShownUsers implements ResourceService<Identity> {
  readonly #store: UnitStore;
  readonly #people: People;
  readonly #live: UserEffects;
  readonly #type: ResourceType;
  readonly #directoryGroups: Parts['directoryGroups'];
  readonly #unique: UniqueValues<Identity>;

  constructor({ store, registry, directoryGroups, people }: Parts) {
    super(store);
    this.#directoryGroups = directoryGroups;
    this.#type = registry.userType;
    this.#store = store;
    this.#people = people;
    this.#live = new LiveEffects(people);
    this.#unique = new UniqueValues(identities, this.#type);
  }

  foresee(
    tenant: Pick<Integration, 'id' | 'rootId'>,
    method: string,
    id: string | undefined,
  ): Ahead | undefined {
    const ahead = this.#store.ahead();
    if (!ahead) return undefined;
    begun(readsOfRequest(ahead, tenant, method, id));
    return ahead;
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
      return await this.#store.transaction(
        (unit) => this.#create(unit, caller, resource, person),
        lane,
        caller.ahead,
      );
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
      await this.#refuseTaken(unit, caller.integration, present, personOf(resource));
      return this.#update(unit, caller, present, resource, 200);
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
      this.#people.foreseeRemoval(unit, integration, present);
      const effects = await userEffects(unit, integration, this.#live);
      const happened = await effects.remove(unit, caller, present);
      await this.#directoryGroups.forget(unit, present);
      settle(unit, await waitingOf(unit, integration.id, { identityId: id }));
      await forgetMismatch(unit, present);
      await this.#people.remember(unit, present);
      unit.remove(identities, present);
      this.#log(unit, caller, happened, 204);
    });
    // Again, for groups that have added the user meanwhile, see `forgetGone`.
    const gone = { id, integrationId: caller.integration.id };
    await this.#store.transaction((unit) => this.#directoryGroups.forget(unit, gone));
  }

  async #create(unit: Unit, caller: Caller, resource: Resource, person: Person): Promise<Identity> {
    const { integration } = caller;
    foreseeCreation(unit, integration, person);
    const [returning, evidence] = await Promise.all([
      this.#returning(unit, integration, person),
      evidenceOf(unit, integration, person),
    ]);
    if (returning) return this.#update(unit, caller, returning, resource, 201);
    const id = unit.id();
    const uniqueValues = await this.#unique.claim(unit, { id, scope: integration.id, resource });
    const place = { id, integrationId: integration.id, rootId: integration.rootId, uniqueValues };
    const effects = await userEffects(unit, integration, this.#live);
    const user = identityOf(resource, place, unit.now());
    return this.#log(unit, caller, await effects.create(unit, caller, user, evidence), 201);
  }

  /** The inactive user that a creation reactivates. Throws when an active or a different user has the names. */
  async #returning(unit: Unit, integration: Integration, person: Person): Promise<Identity | undefined> {
    const [named, known] = await this.#holders(unit, integration, person);
    if (named && (isActive(named) || (known && known.id !== named.id) || isSomebodyElse(named, person)))
      throw userNameTaken(person.userName);
    if (known && isActive(known)) throw externalIdTaken(known);
    return known ?? named;
  }

  /** A name that stays is not looked up: no other user can have it. */
  async #refuseTaken(
    unit: Unit,
    integration: Integration,
    { id, resource }: Identity,
    person: Person,
  ): Promise<void> {
    const was = personOf(resource);
    if (was.userName === person.userName && was.externalId === person.externalId) return;
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
    status: number,
  ): Promise<Identity> {
    const { integration } = caller;
    const claim = { id: present.id, scope: integration.id, resource, present: present.resource };
    const uniqueValues = await this.#unique.claim(unit, claim);
    const effects = await userEffects(unit, integration, this.#live);
    const { changes = [], ...done } = await effects.update(unit, caller, { present, resource, uniqueValues });
    const own = changesBetween(present.resource, resource);
    const all = [...own, ...changes];
    return this.#log(unit, caller, { ...done, changes: all }, status, attributesIn(own));
  }

  async #again(unit: Unit, caller: Caller, present: Identity): Promise<Identity> {
    const effects = await userEffects(unit, caller.integration, this.#live);
    const done = await effects.retry(unit, caller, present);
    return done ? this.#log(unit, caller, done, 200, []) : present;
  }

  async #present(unit: Unit, integration: Integration, id: string): Promise<Identity> {
    const present = await unit.get(identities, integration.id, id);
    if (present) return present;
    if (await unit.get(unprovisioned, integration.id, id)) throw notProvisioned();
    throw new RuleError('not_found', `There is no user ${id}.`);
  }

  /** Records what happened in both logs, and returns the user. */
  #log(
    unit: Unit,
    caller: Caller,
    { identity, action, outcome, changes = [] }: Effect,
    status: number,
    attributes?: readonly string[],
  ): Identity {
    const { integration, token, request } = caller;
    const { id, accountId, resource } = identity;
    const { userName } = personOf(resource);
    const whose = accountId === undefined ? {} : { accountId };
    logChange(unit, caller, { status, outcome, changes, resourceId: id, userName, ...whose });
    unit.record({
      rootId: integration.rootId,
      actor: { kind: 'scim', integrationId: integration.id, tokenId: token.id, ip: request.ip },
      action,
      target: { kind: 'user', id },
      detail: { userName, ...whose, changed: changes.map((change) => change.what) },
      requestId: request.requestId,
      resource: scimResource(this.#type.endpoint, identity, request.method, attributes),
    });
    return identity;
  }
}

function notProvisioned(): RuleError {
  return new RuleError(
    'user_not_provisioned',
    'This person is a member of the group whom this integration has not created. Create the user with a POST first; until then it is read-only.',
  );
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
