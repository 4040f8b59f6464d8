import { limits } from '../../../config/limits.ts';
import type { Unit } from '../../audit/index.ts';

/** Reports how many members a change reads. Throws to restart the change if it must wait for its turn. */
export type Weigh = (members: number) => void;

/** Runs work as one unit, in the lane. */
type Run = <T>(work: (unit: Unit) => Promise<T>, lane: string | undefined) => Promise<T>;

/** Runs a change of members as one unit of work. Large changes, of any group, take turns within a process. */
export async function inTurn<T>(
  run: Run,
  work: (unit: Unit, weigh: Weigh) => Promise<T>,
  lane: string | undefined,
): Promise<T> {
  const weigh = (members: number) => {
    if (members > limits.membersBesideOthers) throw new TooLarge();
  };
  try {
    return await run((unit) => work(unit, weigh), lane);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return run((unit) => work(unit, () => undefined), 'large changes of members');
  }
}

class TooLarge extends Error {}
