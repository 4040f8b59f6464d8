import { limits } from '../../config/limits.ts';
import { accountEmails, accounts, settleManager } from '../accounts/index.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { begin, type Kind, type Step, type Work } from '../jobs/index.ts';
import { PLATFORM } from '../store/index.ts';

interface State {
  /** Whether all accounts with an address in the domain are updated, and those that it manages follow. */
  readonly isManaged?: true;
  readonly after?: string;
  readonly isAgain?: true;
}

export type DomainChange = Work<State>;

const kind = 'domain';

/** Records, in the transaction of the change, that a group has gained or lost a domain, and its accounts follow. */
export function noteChange(unit: Unit, domain: string, rootId: string, actor?: Actor): DomainChange {
  return begin<State>(unit, {
    ...{ kind, rootId, subject: domain, cause: unit.id(), state: {} },
    ...(actor ? { actor } : {}),
  });
}

/**
 * Updates the accounts of a domain after a change, a few per step. Then runs once more, for addresses that concurrent
 * transactions confirmed before they saw the change.
 */
export const domainAccounts: Kind<State> = {
  name: kind,
  async step(unit, { subject: domain, state }): Promise<Step<State>> {
    const { after, ...place } = state;
    const { ids, next } = await (place.isManaged ? managedBy : withAddressIn)(unit, domain, after);
    for (const id of ids) await settleManager(unit, id);
    const done = ids.length;
    if (next !== undefined) return { state: { ...place, after: next }, done, next: 'step' };
    if (!place.isManaged) return { state: { ...place, isManaged: true }, done, next: 'step' };
    if (place.isAgain) return { state: place, done, next: 'end' };
    return { state: { isAgain: true }, done, next: { wait: limits.workGrace, isThrough: true } };
  },
};

interface Found {
  readonly ids: readonly string[];
  readonly next?: string | undefined;
}

async function withAddressIn(unit: Unit, domain: string, after: string | undefined): Promise<Found> {
  const { items, next } = await unit.list(accountEmails, PLATFORM, range('domain', domain, after));
  return { ids: items.flatMap(({ accountId, primary }) => (primary ? [accountId] : [])), next };
}

async function managedBy(unit: Unit, domain: string, after: string | undefined): Promise<Found> {
  const { items, next } = await unit.list(accounts, PLATFORM, range('managedDomain', domain, after));
  return { ids: items.map(({ id }) => id), next };
}

function range(index: string, domain: string, after: string | undefined) {
  return { index, equal: [domain], limit: limits.managedAtOnce, ...(after === undefined ? {} : { after }) };
}
