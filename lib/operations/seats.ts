import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { fullWays, limitSeats, type SeatLimit, seatLimitOf, unlimitSeats } from '../groups/index.ts';
import type { Reader } from '../store/index.ts';
import { rootPath } from './arguments.ts';
import { procedure, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { leftAfter } from './work.ts';

/** The seats of a top-level group. */
export interface SeatsView {
  readonly seats: number;
  readonly used: number;
  readonly whenFull: SeatLimit['whenFull'];
  readonly state: 'free' | 'full' | 'exceeded';
  /** Members from before the limit are still being counted. */
  readonly counting?: true;
}

export const seatsShow = query({
  name: 'seats.show',
  summary: 'Shows how many seats a top-level group has, and how many are used.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (view, _actor, _input, { group }) => ({
    group: group.slug,
    ...(await shownLimit(view, group.id)),
  }),
});

export const seatsSet = procedure({
  name: 'seats.set',
  summary: 'Limits how many accounts may be members of a top-level group. Nobody loses access.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    seats: z.coerce
      .number()
      .int()
      .min(1)
      .max(limits.seatsPerGroup)
      .describe('how many accounts may be members'),
    whenFull: z
      .enum(fullWays)
      .default('refuse')
      .describe('refuses who would be one too many, or lets them in and reports it to the owners'),
  }),
  run: async (transact, actor, { seats, whenFull }, { group, services: { store, runner }, patience }) => {
    const work = await transact((unit) => limitSeats(unit, group, { seats, whenFull }, actor));
    const left = await leftAfter(runner, work, patience);
    return { group: group.slug, ...(await shownLimit(store, group.id)), ...left };
  },
});

export const seatsRemove = procedure({
  name: 'seats.remove',
  summary: 'Removes the limit of seats of a top-level group.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (transact, actor, _input, { group, services: { runner }, patience }) => {
    const work = await transact((unit) => unlimitSeats(unit, group, actor));
    return { group: group.slug, changed: work !== undefined, ...(await leftAfter(runner, work, patience)) };
  },
});

/** The seats of a top-level group as results show them; nothing without a limit. */
export async function shownLimit(reader: Reader, rootId: string): Promise<{ readonly limit?: SeatsView }> {
  const limit = await seatLimitOf(reader, rootId);
  if (!limit) return {};
  const { seats, used, whenFull, state = 'free', counting } = limit;
  return { limit: { seats, used, whenFull, state, ...(counting ? { counting } : {}) } };
}
