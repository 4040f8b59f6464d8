import { limits } from '../../config/limits.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { beginOnce, type Kind, type Work } from '../jobs/index.ts';
import { changeOf, type SeatLimit, saveUse, seatLimitOf, seatLimits, seats } from './seats.ts';
import { type Group, members } from './types.ts';

interface State {
  readonly after?: string;
}

const COUNT = 'seats.count';
const CLEAR = 'seats.clear';

type Wish = Pick<SeatLimit, 'seats' | 'whenFull'>;

/** Gives a top-level group a limit, or another one. Returns the work that counts the members it has already. */
export async function limitSeats(
  unit: Unit,
  { rootId }: Group,
  wish: Wish,
  actor: Actor,
): Promise<Work<State>> {
  const present = await seatLimitOf(unit, rootId);
  const { seats: most, whenFull } = wish;
  const detail = { seats: most, whenFull };
  unit.record({ rootId, actor, action: 'seats.limited', target: { kind: 'group', id: rootId }, detail });
  if (present) {
    const { told: _told, ...rest } = present;
    await saveUse(unit, { ...rest, seats: most, whenFull }, present.used);
  } else {
    const since = unit.id();
    unit.insert(seatLimits, { id: rootId, rootId, seats: most, whenFull, since, used: 0, counting: true });
  }
  return begin(unit, COUNT, rootId, actor);
}

/** Takes the limit of a top-level group away; without one it does nothing. Returns the work that removes its seats. */
export async function unlimitSeats(
  unit: Unit,
  { rootId }: Group,
  actor: Actor,
): Promise<Work<State> | undefined> {
  const present = await seatLimitOf(unit, rootId);
  if (!present) return undefined;
  unit.remove(seatLimits, present);
  unit.record({
    rootId,
    actor,
    action: 'seats.unlimited',
    target: { kind: 'group', id: rootId },
    detail: {},
  });
  return begin(unit, CLEAR, rootId, actor);
}

function begin(unit: Unit, kind: string, rootId: string, actor: Actor): Promise<Work<State>> {
  return beginOnce<State>(unit, { kind, rootId, subject: rootId, cause: unit.id(), actor, state: {} });
}

/** Gives every member of a group with a limit a seat, and refuses nobody. */
export const seatCount: Kind<State> = {
  name: COUNT,
  count: (store, { rootId }) => store.count(members, rootId),
  async step(unit, { rootId, state }) {
    const limit = await seatLimitOf(unit, rootId);
    if (!limit) return { state: {}, next: 'end' };
    const page = await unit.list(members, rootId, pageFrom(state));
    let used = limit.used;
    for (const member of page.items) used += await changeOf(unit, limit, member);
    const isLast = page.next === undefined;
    const { counting: _over, ...counted } = limit;
    if (used !== limit.used || (isLast && limit.counting))
      await saveUse(unit, isLast ? counted : limit, used);
    const place = page.next === undefined ? {} : { after: page.next };
    return { state: place, done: page.items.length, next: isLast ? 'end' : 'step' };
  },
};

/** Removes the seats of a limit that is gone. */
export const seatClear: Kind<State> = {
  name: CLEAR,
  count: (store, { rootId }) => store.count(seats, rootId),
  async step(unit, { rootId, state }) {
    const limit = await seatLimitOf(unit, rootId);
    const page = await unit.list(seats, rootId, pageFrom(state));
    for (const seat of page.items) if (seat.since !== limit?.since) unit.remove(seats, seat);
    const place = page.next === undefined ? {} : { after: page.next };
    return { state: place, done: page.items.length, next: page.next === undefined ? 'end' : 'step' };
  },
};

function pageFrom({ after }: State) {
  return { limit: limits.recalculatedAtOnce, ...(after === undefined ? {} : { after }) };
}
