import type { Unit } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { Collection, Doc, Reader } from '../store/index.ts';
import { mailOwners } from './owners.ts';
import { groups, type Member } from './types.ts';

/** What happens when a person joins a top-level group without a free seat. */
export const fullWays = ['refuse', 'report'] as const;
type FullWay = (typeof fullWays)[number];
type State = 'full' | 'exceeded';

/** How many accounts may be members of a top-level group, and how many are. The `id` is that of the group. */
export interface SeatLimit extends Doc {
  readonly rootId: string;
  readonly seats: number;
  readonly whenFull: FullWay;
  /** Names this limit in its seats: those of an earlier one do not count. */
  readonly since: string;
  /** The number of its seats. */
  readonly used: number;
  /** Members from before the limit are still being counted: until then nobody is refused. */
  readonly counting?: true;
  readonly state?: State;
  /** The worst state that the owners have heard of since a seat was last free. */
  readonly told?: State;
}

/** A member that takes a seat. The `id` is that of the member document. */
interface Seat extends Doc {
  readonly rootId: string;
  readonly since: string;
}

export const seatLimits: Collection<SeatLimit> = {
  name: 'seat_limits',
  scope: 'rootId',
  unique: {},
  indexes: { state: { fields: ['state'], global: true } },
};

export const seats: Collection<Seat> = { name: 'seats', scope: 'rootId', unique: {}, indexes: {} };

/** The limit of a top-level group; undefined without one. */
export function seatLimitOf(reader: Pick<Reader, 'get'>, rootId: string): Promise<SeatLimit | undefined> {
  return reader.get(seatLimits, rootId, rootId);
}

/**
 * Counts a member who joins a top-level group or leaves it. Whoever joins or leaves a group with a limit writes its
 * document, so that they conflict and no seat is given twice. Throws `RuleError` `no_free_seat`.
 */
export async function settleSeat(unit: Unit, before: Member | undefined, after: Member): Promise<void> {
  if (isSeated(before) === isSeated(after)) return;
  const turn = (lastTurns.get(unit) ?? Promise.resolve()).then(() => takeOrGive(unit, after));
  lastTurns.set(
    unit,
    turn.catch(() => undefined),
  );
  await turn;
}

/** A unit that saves several members side by side counts one after the other: all write the same document. */
const lastTurns = new WeakMap<Unit, Promise<void>>();

async function takeOrGive(unit: Unit, after: Member): Promise<void> {
  const limit = await seatLimitOf(unit, after.rootId);
  const change = limit ? await changeOf(unit, limit, after) : 0;
  if (!limit || change === 0) return;
  const { whenFull, counting, used } = limit;
  if (change > 0 && whenFull === 'refuse' && !counting && used >= limit.seats) throw await full(unit, limit);
  await saveUse(unit, limit, used + change);
}

/** Gives a member the seat that is due, or takes it. Returns the change of the number of used seats. */
export async function changeOf(unit: Unit, { since }: SeatLimit, member: Member): Promise<-1 | 0 | 1> {
  const { id, rootId } = member;
  const found = await unit.get(seats, rootId, id);
  const isCounted = found?.since === since;
  if (isCounted === isSeated(member)) return 0;
  if (found && isCounted) unit.remove(seats, found);
  else if (found) unit.update(seats, { ...found, since });
  else unit.insert(seats, { id, rootId, since });
  return isCounted ? -1 : 1;
}

/** Stores how many seats are used. Tells the owners, once, when none is left and when there are too few. */
export async function saveUse(unit: Unit, limit: SeatLimit, used: number): Promise<void> {
  const { state: _former, told, ...rest } = limit;
  const state = stateOf(limit, used);
  const isNews = !limit.counting && state !== undefined && told !== state && told !== 'exceeded';
  const heard = isNews ? state : state && told;
  unit.update(seatLimits, { ...rest, used, ...(state ? { state } : {}), ...(heard ? { told: heard } : {}) });
  if (isNews) await tellOwners(unit, { ...limit, used }, state);
}

async function tellOwners(unit: Unit, limit: SeatLimit, state: State): Promise<void> {
  const { rootId, seats: most, used, whenFull } = limit;
  unit.record({
    rootId,
    actor: { kind: 'system' },
    action: state === 'full' ? 'seats.used_up' : 'seats.exceeded',
    target: { kind: 'group', id: rootId },
    detail: { seats: most, used, whenFull },
  });
  await mailOwners(unit, rootId, (group) => ({ template: 'seats', group, seats: most, used, whenFull }));
}

function stateOf({ seats: most }: SeatLimit, used: number): State | undefined {
  if (used < most) return undefined;
  return used === most ? 'full' : 'exceeded';
}

/** Whether a member counts: an account with any role anywhere below the top-level group, whatever gave it. */
function isSeated(member: Pick<Member, 'memberships'> | undefined): boolean {
  return member !== undefined && member.memberships.length > 0;
}

async function full(reader: Reader, { rootId }: SeatLimit): Promise<RuleError> {
  const group = await reader.get(groups, rootId, rootId);
  return new RuleError(
    'no_free_seat',
    `No seat of ${group?.name ?? 'this group'} is free, so this person cannot join. Deactivate a user who ` +
      'needs no access any more, or ask the operator of this service for more seats; then try again.',
  );
}
