import type { Unit } from '../../audit/index.ts';
import type { Integration } from '../../integrations/index.ts';
import type { Resource } from '../../scim/index.ts';
import { identities, plannedRemovals } from '../collections.ts';
import { effectsIn } from '../preview/effects.ts';
import type { Change, Identity } from '../types.ts';
import { identityOf } from './identity.ts';
import { personOf } from './person.ts';
import type { Evidence } from './resolve_account.ts';

/** What a change of a user needs to know of the request, or of the work, that makes it. */
export interface ChangedBy {
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

export type UserEvent =
  | 'user.created'
  | 'user.changed'
  | 'user.deactivated'
  | 'user.reactivated'
  | 'user.deleted'
  | 'user.previewed';

/** How a change affects `active`. */
export type Turn = 'changed' | 'reactivated' | 'deactivated';

/** A stored user and its new resource. */
export interface Update {
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
export function storeUser(
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
