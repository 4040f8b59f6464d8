import type { Account } from '../../accounts/index.ts';
import type { Unit, UnitStore } from '../../audit/index.ts';
import type { AccessChange } from '../../groups/index.ts';
import { type Integration, type IntegrationSettings, refusePaused } from '../../integrations/index.ts';
import { RuleError, type Secret } from '../../kernel/index.ts';
import type { Registry, Resource, ResourceType } from '../../scim/index.ts';
import { identities } from '../collections.ts';
import { Directory } from '../directory/directory.ts';
import { linkEffects } from '../links/effects.ts';
import { countRemoval, pauseRemovals, RemovalsPaused } from '../removal_guard/guard.ts';
import { RemovalTurns } from '../removal_guard/removal_turns.ts';
import { type AttributeRoles, attributeRoles } from '../role_attributes/attribute_roles.ts';
import { pendingRoleGroups } from '../role_attributes/role_recalculation.ts';
import type { Caller, Identity } from '../types.ts';
import { needsAttention, settle, waitingOf } from './attention.ts';
import { foreseeLoss } from './foreseen.ts';
import { namesBefore, rememberNames } from './former_names.ts';
import { isActive, type Person, personOf, type Turn } from './identity.ts';
import {
  admit,
  type Deprovisioning,
  deprovisionUser,
  followRoles,
  type Loss,
  type RoleSource,
} from './membership.ts';
import {
  type Evidence,
  evidenceOf,
  prelinkSaml,
  queueFirstMail,
  type Resolution,
  resolveAccount,
} from './resolve_account.ts';

interface Parts {
  readonly store: UnitStore;
  readonly registry: Registry;
  /** The key for the links in mails and for the digests of former names. */
  readonly secrets: { readonly tokenPepper: Secret };
}

/** Applies the users of an integration to accounts and memberships. `cause` is the id of the request or command. */
export class People {
  readonly #store: UnitStore;
  readonly #type: ResourceType;
  readonly #removalTurns: RemovalTurns;
  readonly #key: Secret;

  constructor({ store, registry, secrets }: Parts) {
    this.#store = store;
    this.#type = registry.userType;
    this.#key = secrets.tokenPepper;
    this.#removalTurns = new RemovalTurns(store);
  }

  /**
   * Finds or makes the account of a user that has none: rules 2 to 4 of creating a user. Then updates the SAML identity,
   * the mails and the owner's list. Throws `RuleError`: `email_exists`, `account_taken`.
   */
  async resolve(
    unit: Unit,
    integration: Integration,
    evidence: Evidence,
    { onEmailExists }: Pick<IntegrationSettings, 'onEmailExists'> = integration.settings,
  ): Promise<Resolution> {
    const resolution = await resolveAccount(unit, this.#key, integration, evidence, onEmailExists);
    const { kind, account, ofDeleted } = resolution;
    const { active, email, waiting } = evidence;
    if (kind === 'held' && active && email) {
      await needsAttention(unit, integration, evidence, { account, email, ofDeleted });
      return resolution;
    }
    settle(unit, waiting);
    if (kind === 'held') return resolution;
    prelinkSaml(unit, account.id, evidence);
    if (active) await queueFirstMail(unit, this.#key, integration, resolution, evidence);
    return resolution;
  }

  /** Gives access to the account of a new user, who cannot be in a directory group yet. */
  admitNew(
    unit: Unit,
    integration: Integration,
    { accountId = '', resource }: Identity,
    isNewAccount: boolean,
    cause: string,
  ): Promise<AccessChange[]> {
    const roleSource = this.#roleSource(integration, resource, cause);
    return admit(unit, integration, accountId, { ...roleSource, grants: [], isNewAccount });
  }

  /**
   * Resolves the account of a held user that is written again: one that is certain now, or a new one if no account has
   * the e-mail any more. Undefined if the user stays held.
   */
  async resolveHeld(
    unit: Unit,
    integration: Integration,
    identityId: string,
    person: Person,
  ): Promise<string | undefined> {
    const evidence = await evidenceOf(unit, integration, person, identityId);
    const { kind, account } = await this.resolve(unit, integration, evidence, { onEmailExists: 'hold' });
    return kind === 'held' ? undefined : account.id;
  }

  /** Updates access after a change of a user. Throws `RuleError`: `last_owner`, `removals_paused`. */
  async follow(
    unit: Unit,
    integration: Integration,
    identity: Identity,
    turn: Turn,
    cause: string,
  ): Promise<AccessChange[]> {
    const { accountId } = identity;
    if (accountId === undefined) return [];
    if (turn === 'deactivated') return this.deprovision(unit, integration, accountId, cause);
    if (turn === 'reactivated') return this.giveAccess(unit, integration, identity, cause);
    if (!isActive(identity)) return [];
    const roleSource = this.#roleSource(integration, identity.resource, cause);
    return followRoles(unit, integration, accountId, roleSource, (lost) =>
      this.countLosses(unit, integration, [lost]),
    );
  }

  /** Gives an active user the roles of the integration, its attributes and its directory groups. */
  async giveAccess(
    unit: Unit,
    integration: Integration,
    identity: Identity,
    cause: string,
  ): Promise<AccessChange[]> {
    const { accountId = '', resource } = identity;
    const roleSource = this.#roleSource(integration, resource, cause);
    const roles = new Map([...(await this.#noLonger(unit, integration)), ...roleSource.roles]);
    const directory = new Directory(unit, integration.id);
    const effects = await linkEffects(unit, directory, integration);
    const grants = await effects.grants(unit, directory, cause, identity);
    return admit(unit, integration, accountId, { ...roleSource, roles, grants });
  }

  /** Gives back the access that the integration has taken, also to an inactive or deleted user. */
  async restoreAccess(
    unit: Unit,
    integration: Integration,
    accountId: string,
    cause: string,
  ): Promise<AccessChange[]> {
    const { settings } = integration;
    const restoring: Integration = { ...integration, settings: { ...settings, onReturn: 'restore' } };
    const identity = await unit.find(identities, integration.id, 'account', accountId);
    if (identity) return this.giveAccess(unit, restoring, identity, cause);
    const nothing = { roles: new Map(), grants: [] };
    return admit(unit, restoring, accountId, { now: unit.now(), cause, ...nothing });
  }

  /** Takes all access, or only that of the integration if another one has the user as active. */
  deprovision(
    unit: Unit,
    integration: Integration,
    accountId: string,
    cause: string,
  ): Promise<AccessChange[]> {
    return this.#deprovision(unit, integration, accountId, { now: unit.now(), cause });
  }

  /** Like `deprovision`, for a deleted user: the roles of its groups and attributes are not restored later. */
  async deprovisionDeleted(
    unit: Unit,
    integration: Integration,
    accountId: string,
    cause: string,
  ): Promise<AccessChange[]> {
    const present = integration.settings.roleAttributes.map(({ groupId }) => [groupId, undefined] as const);
    const deleted = new Map([...(await this.#noLonger(unit, integration)), ...present]);
    return this.#deprovision(unit, integration, accountId, { now: unit.now(), cause, deleted });
  }

  /** Begins reading what the deletion of a user will need, side by side. */
  foreseeRemoval(unit: Unit, integration: Integration, user: Identity): void {
    foreseeLoss(unit, integration, user.accountId);
    unit.foresee((reader) => [namesBefore(reader, this.#key, user)]);
  }

  /** Stores the names of a user who is being deleted: rule 5 of creating a user. */
  remember(unit: Unit, user: Identity): Promise<void> {
    return rememberNames(unit, this.#key, user);
  }

  /** Counts the accounts that lose access by this work. Throws `RemovalsPaused` above the limit or above `most`. */
  async countLosses(
    unit: Unit,
    integration: Integration,
    losses: readonly Loss[],
    most = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    if (losses.length === 0) return;
    const count = () => this.#store.count(identities, integration.id);
    this.#removalTurns.enter(unit, integration.id);
    await countRemoval(unit, count, integration, { losses, most });
  }

  /** Links a held user to its account after a proof of identity. Throws `RuleError` `account_taken`. */
  async link(
    unit: Unit,
    identity: Identity,
    integration: Integration,
    account: Account,
    cause: string,
  ): Promise<Identity> {
    if (await unit.find(identities, integration.id, 'account', account.id))
      throw new RuleError(
        'account_taken',
        `${account.username} is linked to another user of this integration.`,
      );
    const person = personOf(identity.resource);
    settle(unit, await waitingOf(unit, integration.id, { identityId: identity.id }));
    const linked = unit.update(identities, { ...identity, accountId: account.id });
    if (person.active) await this.giveAccess(unit, integration, linked, cause);
    return linked;
  }

  /** Runs a change that may take access. Pauses the integration after too many removals, and throws `RemovalsPaused`. */
  async guarded<T>(caller: Caller, lane: string | undefined, work: (unit: Unit) => Promise<T>): Promise<T> {
    refusePaused(caller.integration);
    try {
      return await this.#removalTurns.run(work, lane, caller.ahead);
    } catch (error) {
      if (error instanceof RemovalsPaused)
        caller.integration = await this.#store.transaction(
          (unit) => pauseRemovals(unit, caller, error),
          `pause ${caller.integration.id}`,
        );
      throw error;
    }
  }

  #deprovision(
    unit: Unit,
    integration: Integration,
    accountId: string,
    deprovisioning: Deprovisioning,
  ): Promise<AccessChange[]> {
    return deprovisionUser(unit, integration, accountId, deprovisioning, (gone) =>
      this.countLosses(unit, integration, [gone]),
    );
  }

  /**
   * The groups where attributes no longer give roles, after a change during a preview that applies when the preview ends.
   */
  async #noLonger(unit: Unit, integration: Integration): Promise<AttributeRoles> {
    if (!integration.preview && !integration.starting) return new Map();
    return new Map((await pendingRoleGroups(unit, integration)).map((groupId) => [groupId, undefined]));
  }

  #roleSource(integration: Integration, resource: Resource, cause: string): RoleSource {
    return { now: this.#store.now(), cause, roles: attributeRoles(this.#type, integration, resource) };
  }
}
