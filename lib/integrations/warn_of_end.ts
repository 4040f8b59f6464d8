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
  return endingSoon(integration, now).flatMap(({ credential, step }) =>
    step !== undefined && step < (credential.warnedDays ?? Number.POSITIVE_INFINITY) ? [credential] : [],
  );
}

/**
 * The live credentials that end within 30 days and have no successor. `step` is the last warning that is due, in days
 * before the end.
 */
export function endingSoon(
  integration: Integration,
  now: number,
): { readonly credential: Credential; readonly step?: number | undefined }[] {
  if (integration.ending) return [];
  const live = credentialsOf(integration).filter((one) => isLive(one, now));
  return live
    .filter(({ expiresAt }) => expiresAt - now <= Math.max(...STEPS) * DAY)
    .filter(
      ({ name, createdAt }) => !live.some((other) => other.name === name && other.createdAt > createdAt),
    )
    .map((credential) => ({ credential, step: stepOf(credential, now) }));
}

/** The last step that a credential has reached, of those that are shorter than its life. */
function stepOf({ createdAt, expiresAt }: Credential, now: number): number | undefined {
  const life = expiresAt - createdAt;
  return STEPS.findLast((days) => days * DAY < life && expiresAt - now <= days * DAY);
}
