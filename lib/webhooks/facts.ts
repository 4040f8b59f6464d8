import { ACCOUNTS_CHAIN, type Held, type Recorded, type Told } from '../audit/index.ts';
import type { EventType } from './event_types.ts';

/** One role that an account gets, changes or loses. */
export interface RoleChange {
  readonly groupId: string;
  readonly from?: string;
  readonly to?: string;
}

/** One event before anything is read for it. */
export interface Fact {
  readonly type: EventType;
  readonly rootId: string;
  readonly at: number;
  /** The account that it is about. */
  readonly accountId?: string;
  /** The account, or else the document that changes. */
  readonly subject: string;
  /** The event of the catalogue. For access: the first event of the transaction, which names the actor. */
  readonly event?: Recorded;
  readonly access?: { readonly changes: readonly RoleChange[]; readonly roles: readonly Held[] };
}

/** The events of a transaction, in order: those that it records, then those of the access that it changes. */
export function factsOf(told: readonly Told[]): Fact[] {
  const recorded = told.flatMap((one) => ('event' in one ? [recordedFact(one.event, one.at)] : []));
  const first = recorded[0]?.event;
  return [...recorded, ...accessFacts(told).map((fact) => (first ? { ...fact, event: first } : fact))];
}

function recordedFact(event: Recorded, at: number): Fact {
  const { action, rootId, target, detail } = event;
  const named = 'accountId' in detail && typeof detail.accountId === 'string' ? detail.accountId : undefined;
  const accountId = target.kind === 'account' ? target.id : named;
  return {
    ...{ type: action, rootId, at, event, subject: accountId ?? target.id },
    ...(accountId === undefined ? {} : { accountId }),
  };
}

function accessFacts(told: readonly Told[]): Fact[] {
  const people = new Map<string, Extract<Told, { access: unknown }>>();
  for (const one of told) {
    if (!('access' in one)) continue;
    const key = `${one.access.rootId} ${one.access.accountId}`;
    const earlier = people.get(key);
    people.set(key, earlier ? { ...one, access: { ...one.access, before: earlier.access.before } } : one);
  }
  return [...people.values()].flatMap(({ at, access: { rootId, accountId, before, after } }) => {
    const changes = changesBetween(before, after);
    if (changes.length === 0) return [];
    const roles = after.map(({ groupId, role }) => ({ groupId, role }));
    const type =
      before.length === 0 ? 'access.given' : after.length === 0 ? 'access.ended' : 'access.changed';
    return [{ type, rootId, at, accountId, subject: accountId, access: { changes, roles } } as const];
  });
}

function changesBetween(before: readonly Held[], after: readonly Held[]): RoleChange[] {
  const was = new Map(before.map(({ groupId, role }) => [groupId, role]));
  const is = new Map(after.map(({ groupId, role }) => [groupId, role]));
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((groupId) => was.get(groupId) !== is.get(groupId))
    .map((groupId) => {
      const [from, to] = [was.get(groupId), is.get(groupId)];
      return { groupId, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    });
}

/** Whether a person loses a membership: the product must act on it. */
export function takesAccess({ access }: Fact): boolean {
  return access?.changes.some(({ to }) => to === undefined) ?? false;
}

/** Whether an event is about no group. */
export function isOfPlatform({ rootId }: Pick<Fact, 'rootId'>): boolean {
  return rootId === ACCOUNTS_CHAIN;
}
