import type { Unit, UnitStore } from '../audit/index.ts';
import { mailOwners } from '../groups/index.ts';
import { DAY } from '../kernel/index.ts';
import { clientsOf, credentialsOf } from './clients.ts';
import { type Credential, type Integration, integrations } from './types.ts';
import { isLive } from './with_credentials.ts';

/** Days before the end of a credential on which owners get a mail. */
const STEPS = [30, 7, 1];

/** Mails owners about credentials that end soon and have no successor, once for each step. */
export async function warnOfEnd(store: UnitStore): Promise<void> {
  for await (const { id, rootId, ...rest } of store.scan(integrations)) {
    if (ending({ id, rootId, ...rest }, store.now()).length === 0) continue;
    await store.transaction(async (unit) => {
      const integration = await unit.get(integrations, rootId, id);
      if (integration) await warn(unit, integration);
    });
  }
}

async function warn(unit: Unit, integration: Integration): Promise<void> {
  const now = unit.now();
  const due = ending(integration, now);
  for (const { name, expiresAt } of due)
    await mailOwners(unit, integration.rootId, (group) => ({
      template: 'credential_ends',
      group,
      integration: integration.name,
      credential: name,
      day: new Date(expiresAt).toISOString().slice(0, 10),
    }));
  const warned = <C extends Credential>(one: C): C => {
    const days = stepOf(one, now);
    return days === undefined || !due.some(({ id }) => id === one.id) ? one : { ...one, warnedDays: days };
  };
  const clients = clientsOf(integration).map(warned);
  unit.update(integrations, {
    ...integration,
    tokens: integration.tokens.map(warned),
    ...(clients.length === 0 ? {} : { clients }),
  });
}

/** The credentials whose owners get a mail now. */
function ending(integration: Integration, now: number): readonly Credential[] {
  if (integration.ending) return [];
  const live = credentialsOf(integration).filter((one) => isLive(one, now));
  return live.filter((one) => {
    const days = stepOf(one, now);
    const hasSuccessor = live.some(({ name, createdAt }) => name === one.name && createdAt > one.createdAt);
    return days !== undefined && !hasSuccessor && days < (one.warnedDays ?? Number.POSITIVE_INFINITY);
  });
}

/** The last step that a credential has reached, of those that are shorter than its life. */
function stepOf({ createdAt, expiresAt }: Credential, now: number): number | undefined {
  const life = expiresAt - createdAt;
  return STEPS.findLast((days) => days * DAY < life && expiresAt - now <= days * DAY);
}
