import { limits } from '../../config/limits.ts';
import { accountEmails, accounts, settleManager } from '../accounts/index.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { begin, type Kind, type Step, type Work } from '../jobs/index.ts';
import { PLATFORM } from '../store/index.ts';

interface State {
  /** Whether the accounts with an address in the domain are done, and the step updates the accounts that it manages. */
  readonly isManaged?: true;
  readonly after?: string;
  /** Whether this is the second run. */
  readonly isAgain?: true;
}

export type DomainChange = Work<State>;

const kind = 'domain';

/** Begins the update of the accounts of a domain, in the transaction in which a group gains or loses the domain. */
export function beginDomainChange(unit: Unit, domain: string, rootId: string, actor?: Actor): DomainChange {
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
