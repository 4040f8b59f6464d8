import type { Actor, Unit, UnitStore } from '../../audit/index.ts';
import { type Integration, integrations } from '../../integrations/index.ts';
import type { Page } from '../../store/index.ts';
import { identities, plannedRemovals } from '../collections.ts';
import { unguarded } from '../removal_guard/guard.ts';
import type { Identity } from '../types.ts';
import type { People } from '../users/people.ts';
import { personOf } from '../users/person.ts';
import { carryOut, carryOutRemoval, type Planned, recordPreview, refused } from './carry_out.ts';

interface Parts {
  readonly store: UnitStore;
  readonly people: People;
}

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
    recordPreview(unit, integration, actor, 'integration.preview_started');
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
