import type { Actor, AuditEvent, Run, Unit, UnitStore } from '../../audit/index.ts';
import type { AccessChange } from '../../groups/index.ts';
import { type Integration, integrations } from '../../integrations/index.ts';
import { openWork, type Runner } from '../../jobs/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { every, type Page } from '../../store/index.ts';
import { identities, plannedRemovals } from '../collections.ts';
import { unguarded } from '../removal_guard/guard.ts';
import { isOfRoles } from '../role_attributes/role_recalculation.ts';
import type { Identity, PlannedRemoval } from '../types.ts';
import { EmailExists, needsAttention } from '../users/attention.ts';
import type { People } from '../users/people.ts';
import { personOf } from '../users/person.ts';
import { evidenceOf } from '../users/resolve_account.ts';

/** What happens to one user when the integration goes live. */
export interface Planned {
  readonly userName: string;
  readonly outcome: 'create' | 'link' | 'hold' | 'refuse' | 'change' | 'leave' | 'nothing';
  /** The username that the account has or will get. A later plan may number it differently. */
  readonly username?: string;
  /** Why the user would be refused. */
  readonly reason?: string;
  readonly access: readonly AccessChange[];
}

interface Parts {
  readonly store: UnitStore;
  readonly people: People;
  readonly runner: Runner;
}

const outcomes = { created: 'create', linked: 'link', held: 'hold' } as const;

/** Begins a cursor among the users who are not gone. */
const USERS = 'users.';

/** Integrations in preview: Rollcall keeps their writes, and carries them out after the owner has seen the plan. */
export class Previews {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** From now on the writes of the integration are kept only. */
  begin(unit: Unit, integration: Integration, actor: Actor): Integration {
    if (integration.preview) return integration;
    this.#record(unit, integration, actor, 'integration.preview_started');
    return unit.update(integrations, { ...integration, preview: true });
  }

  /** A page of what going live would do: the users who are gone, then all others. Nothing is written. */
  async plan(
    previewed: Integration,
    { limit, after = '' }: { readonly limit: number; readonly after?: string },
  ): Promise<Page<Planned>> {
    const { store } = this.#parts;
    const integration = unguarded(previewed);
    const [left, next] = after.startsWith(USERS)
      ? [[], undefined]
      : await this.#left(integration, limit, after);
    if (next !== undefined) return { items: left, next };
    if (left.length === limit) return { items: left, next: USERS };
    const range = {
      limit: limit - left.length,
      ...at(after.startsWith(USERS) ? after.slice(USERS.length) : ''),
    };
    const page = await store.list(identities, integration.id, range);
    const others = await this.#rehearse(integration, page.items, (unit, identity) =>
      this.#tried(unit, integration, identity),
    );
    return {
      items: [...left, ...others],
      ...(page.next === undefined ? {} : { next: USERS + page.next }),
    };
  }

  /** How many users the plan has. */
  async planned({ id }: Integration): Promise<number> {
    const { store } = this.#parts;
    const [left, others] = await Promise.all([store.count(plannedRemovals, id), store.count(identities, id)]);
    return left + others;
  }

  /**
   * Ends the preview and carries out what was kept, one transaction per user; calls `told` for each. `run` runs the
   * transaction that ends the preview. After a stop, going live again carries out the rest. Throws `RuleError`
   * `already_live` without a preview.
   */
  async goLive(
    integration: Integration,
    actor: Actor,
    told: (done: Planned) => void,
    run: Run = (work) => this.#parts.store.transaction(work),
  ): Promise<void> {
    const { store, runner } = this.#parts;
    const cause = store.id();
    const live = unguarded(await run((unit) => this.#begin(unit, integration, actor, cause)));
    for await (const removal of every(store, plannedRemovals, live.id))
      told(await this.#carryOutRemoval(live, removal, cause));
    for await (const { id } of every(store, identities, live.id)) told(await this.#carryOut(live, id, cause));
    for (const work of await openWork(store, live.rootId, live.id))
      if (isOfRoles(work)) await runner.finish(work);
    await store.transaction(async (unit) => {
      const present = await unit.get(integrations, live.rootId, live.id);
      if (!present) return;
      const { starting: _done, ...started } = present;
      unit.update(integrations, started);
      this.#record(unit, present, actor, 'integration.went_live');
    });
  }

  async #begin(unit: Unit, { rootId, id }: Integration, actor: Actor, cause: string): Promise<Integration> {
    const present = await unit.get(integrations, rootId, id);
    if (!present?.preview && !present?.starting)
      throw new RuleError('already_live', 'The integration is live already.');
    const { preview: _over, ...live } = present;
    this.#record(unit, present, actor, 'integration.preview_ended', cause);
    return unit.update(integrations, { ...live, starting: true });
  }

  async #carryOut(integration: Integration, id: string, cause: string): Promise<Planned> {
    const { store } = this.#parts;
    let userName = '';
    try {
      return await store.transaction(async (unit) => {
        const identity = await unit.get(identities, integration.id, id);
        if (!identity) return { userName, outcome: 'nothing', access: [] };
        userName = personOf(identity.resource).userName;
        return this.#apply(unit, integration, identity, cause);
      });
    } catch (error) {
      if (error instanceof EmailExists)
        await store.transaction((unit) =>
          needsAttention(unit, integration, { identityId: id, userName }, error),
        );
      return refused(userName, error);
    }
  }

  /**
   * The last owner stays, and the planned removal stays too: removing the integration, or a new preview, handles it.
   */
  async #carryOutRemoval(integration: Integration, removal: PlannedRemoval, cause: string): Promise<Planned> {
    try {
      return await this.#parts.store.transaction(async (unit) => {
        unit.remove(plannedRemovals, removal);
        return this.#applyRemoval(unit, integration, removal, cause);
      });
    } catch (error) {
      return refused(removal.userName, error);
    }
  }

  async #left(
    integration: Integration,
    limit: number,
    after: string,
  ): Promise<[left: Planned[], next: string | undefined]> {
    const { items, next } = await this.#parts.store.list(plannedRemovals, integration.id, {
      limit,
      ...at(after),
    });
    const left = await this.#rehearse(integration, items, async (unit, removal) => {
      try {
        return await this.#applyRemoval(unit, integration, removal, 'plan');
      } catch (error) {
        return refused(removal.userName, error);
      }
    });
    return [left, next];
  }

  async #tried(unit: Unit, integration: Integration, identity: Identity): Promise<Planned> {
    try {
      return await this.#apply(unit, integration, identity, 'plan');
    } catch (error) {
      return refused(personOf(identity.resource).userName, error);
    }
  }

  /** Carries out for a stored user what the resource asks for and no account or membership has yet. */
  async #apply(unit: Unit, integration: Integration, identity: Identity, cause: string): Promise<Planned> {
    const { people } = this.#parts;
    const { userName, active } = personOf(identity.resource);
    if (identity.accountId === undefined) {
      const evidence = await evidenceOf(unit, integration, personOf(identity.resource), identity.id);
      const resolution = await people.resolve(unit, integration, identity, evidence);
      const { id, username } = resolution.account;
      const outcome = outcomes[resolution.kind];
      if (outcome === 'hold') return { userName, outcome, username, access: [] };
      const linked = unit.update(identities, { ...identity, accountId: id });
      const access = active ? await people.letIn(unit, integration, linked, cause) : [];
      this.#recordPerson(unit, integration, id, { userName, outcome, access }, cause);
      return { userName, outcome, username, access };
    }
    const access = active
      ? await people.letIn(unit, integration, identity, cause)
      : await people.dismiss(unit, integration, identity.accountId, cause);
    if (access.length === 0) return { userName, outcome: 'nothing', access };
    const done = { userName, outcome: active ? 'change' : 'leave', access } as const;
    this.#recordPerson(unit, integration, identity.accountId, done, cause);
    return done;
  }

  async #applyRemoval(
    unit: Unit,
    integration: Integration,
    { userName, accountId }: PlannedRemoval,
    cause: string,
  ): Promise<Planned> {
    const access = await this.#parts.people.dismissDeleted(unit, integration, accountId, cause);
    const done = { userName, outcome: 'leave', access } as const;
    this.#recordPerson(unit, integration, accountId, done, cause);
    return done;
  }

  /** Does the work for real, as if the preview were over, and takes all of it back; each sees what the ones before did. */
  async #rehearse<D>(
    { rootId, id }: Integration,
    docs: readonly D[],
    work: (unit: Unit, doc: D) => Promise<Planned>,
  ): Promise<Planned[]> {
    if (docs.length === 0) return [];
    try {
      return await this.#parts.store.transaction(async (unit) => {
        const present = await unit.get(integrations, rootId, id);
        if (present) unit.update(integrations, { ...present, preview: false });
        const plan: Planned[] = [];
        for (const doc of docs) {
          plan.push(await work(unit, doc));
          await unit.breathe();
        }
        throw new Rehearsed(plan);
      });
    } catch (error) {
      if (error instanceof Rehearsed) return error.plan;
      throw error;
    }
  }

  #recordPerson(
    unit: Unit,
    { rootId, id }: Integration,
    accountId: string,
    detail: AuditEvent<'member.changed_by_going_live'>['detail'],
    requestId: string,
  ): void {
    const actor = { kind: 'system', integrationId: id } as const;
    unit.record({
      rootId,
      actor,
      action: 'member.changed_by_going_live',
      target: { kind: 'account', id: accountId },
      detail,
      requestId,
    });
  }

  #record(
    unit: Unit,
    { rootId, id, name }: Integration,
    actor: Actor,
    action: 'integration.preview_started' | 'integration.preview_ended' | 'integration.went_live',
    cause?: string,
  ): void {
    unit.record({
      rootId,
      actor,
      action,
      target: { kind: 'integration', id },
      detail: { name },
      ...(cause === undefined ? {} : { requestId: cause }),
    });
  }
}

/** Thrown to roll back a preview run. */
class Rehearsed extends Error {
  readonly plan: Planned[];

  constructor(plan: Planned[]) {
    super('rehearsed');
    this.plan = plan;
  }
}

function at(after: string) {
  return after === '' ? {} : { after };
}

function refused(userName: string, error: unknown): Planned {
  if (!(error instanceof RuleError)) throw error;
  return { userName, outcome: 'refuse', reason: error.message, access: [] };
}
