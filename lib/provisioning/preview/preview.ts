import type { Actor, Unit, UnitStore } from '../../audit/index.ts';
import { type Integration, integrations } from '../../integrations/index.ts';
import type { Page } from '../../store/index.ts';
import { identities, plannedRemovals } from '../collections.ts';
import { unguarded } from '../removal_guard/guard.ts';
import type { Identity } from '../types.ts';
import { personOf } from '../users/identity.ts';
import type { People } from '../users/people.ts';
import { carryOut, carryOutRemoval, type Planned, recordPreview, refused } from './carry_out.ts';

interface Parts {
  readonly store: UnitStore;
  readonly people: People;
}

/** The prefix of a cursor among the users who were not deleted. */
const USERS = 'users.';

/** Integrations in preview. Rollcall stores their writes, and carries them out when an owner lets them go live. */
export class Previews {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Begins a preview: Rollcall only stores the following writes of the integration. */
  begin(unit: Unit, integration: Integration, actor: Actor): Integration {
    if (integration.preview) return integration;
    recordPreview(unit, integration, actor, 'integration.preview_started');
    return unit.update(integrations, { ...integration, preview: true });
  }

  /** A page of the effects of going live: on the deleted users, then on all others. Writes nothing. */
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
    const others = await this.#tryAll(integration, page.items, (unit, identity) =>
      this.#tried(unit, integration, identity),
    );
    return {
      items: [...left, ...others],
      ...(page.next === undefined ? {} : { next: USERS + page.next }),
    };
  }

  /** The number of users in the plan. */
  async planned({ id }: Integration): Promise<number> {
    const { store } = this.#parts;
    const [left, others] = await Promise.all([store.count(plannedRemovals, id), store.count(identities, id)]);
    return left + others;
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
    const left = await this.#tryAll(integration, items, async (unit, removal) => {
      try {
        return await carryOutRemoval(unit, this.#parts.people, integration, removal, 'plan');
      } catch (error) {
        return refused(removal.userName, error);
      }
    });
    return [left, next];
  }

  async #tried(unit: Unit, integration: Integration, identity: Identity): Promise<Planned> {
    try {
      return await carryOut(unit, this.#parts.people, integration, identity, 'plan');
    } catch (error) {
      return refused(personOf(identity.resource).userName, error);
    }
  }

  /** Runs the work as if the preview had ended, then rolls everything back. Each run sees the results of those before. */
  async #tryAll<D>(
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
        throw new RolledBack(plan);
      });
    } catch (error) {
      if (error instanceof RolledBack) return error.plan;
      throw error;
    }
  }
}

/** Thrown to roll back a preview run. */
class RolledBack extends Error {
  readonly plan: Planned[];

  constructor(plan: Planned[]) {
    super('rolled back');
    this.plan = plan;
  }
}

function at(after: string) {
  return after === '' ? {} : { after };
}
