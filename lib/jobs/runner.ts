import { setTimeout } from 'node:timers/promises';
import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { farthest } from '../store/index.ts';
import { type Work, works } from './work.ts';

/** What one step did. */
export interface Step<S extends object> {
  readonly state: S;
  /** How many people or documents it has seen. */
  readonly done?: number;
  /** Goes on at once, ends, or waits this long; work that is through then runs once more. */
  readonly next: 'step' | 'end' | { readonly wait: number; readonly isThrough?: true };
}

/** A kind of long work. */
export interface Kind<S extends object = object> {
  readonly name: string;
  /** One bounded transaction. Returns the state in which the next one starts. */
  step(unit: Unit, work: Work<S>): Promise<Step<S>>;
  /** The step instead of one that threw this error and wrote nothing. Throws it again if it cannot help. */
  instead?(unit: Unit, work: Work<S>, error: unknown): Promise<Step<S>>;
  /** How much there is to do, for the progress. */
  count?(store: UnitStore, work: Work<S>): Promise<number>;
}

type Place = Pick<Work, 'id' | 'rootId'>;

interface Turn {
  readonly work: Work | undefined;
  readonly goesOn: boolean;
}

/**
 * Runs long work, one step a transaction. Of all processes, the one that holds the work runs it: the one that began it,
 * or that somebody asked again, or whose job found it left.
 */
export class Runner {
  readonly #store: UnitStore;
  readonly #me: string;
  readonly #kinds = new Map<string, Kind>();
  readonly #running = new Map<string, Promise<Work | undefined>>();
  readonly #failed: Error[] = [];
  #isStopping = false;

  constructor(store: UnitStore) {
    this.#store = store;
    this.#me = store.id();
  }

  register<S extends object>(kind: Kind<S>): void {
    this.#kinds.set(kind.name, kind);
  }

  /**
   * Runs work until it is through or waits; joins it if it runs already. Returns it unfinished after `ms`, at once for 0,
   * and while it goes on. Throws what a step throws; the work is then tried again later.
   */
  async finish<S extends object>(work: Work<S>, ms?: number): Promise<Work<S>> {
    const running = this.#start(work, true);
    if (ms === 0) {
      running.catch(() => undefined);
      return work;
    }
    const ended = await (ms === undefined ? running : Promise.race([running, patience(running, ms)]));
    return (ended ?? (await this.#read(work)) ?? work) as Work<S>;
  }

  /** Takes the next step of other work as a part of this transaction. */
  async advance(unit: Unit, work: Work): Promise<Turn> {
    return this.#move(unit, work, await this.#kindOf(work).step(unit, work));
  }

  /**
   * Finishes the work that stopped processes left, and that has waited. Returns after `ms` even if some goes on. Throws
   * `AggregateError` of what has failed since the last call.
   */
  async finishLeft(ms?: number): Promise<void> {
    const ended = this.#finishDue();
    await (ms === undefined ? ended : Promise.race([ended, patience(ended, ms)]));
    const failed = this.#failed.splice(0);
    if (failed.length > 0)
      throw new AggregateError(failed, `${failed.length} pieces of work wait, for they failed`);
  }

  /** Ends after the steps that run now. The rest is left to the next process. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.allSettled(this.#running.values());
  }

  async #finishDue(): Promise<void> {
    for (let due = await this.#due(); due.length > 0 && !this.#isStopping; due = await this.#due())
      await Promise.all(
        due.map((work) =>
          this.#start(work, false).catch((cause: unknown) => {
            this.#failed.push(new Error(`the work ${work.id}, ${work.kind} of ${work.subject}`, { cause }));
          }),
        ),
      );
  }

  async #due(): Promise<Work[]> {
    const now = this.#store.now();
    const along = { index: 'due', limit: limits.worksAtOnce };
    const { items } = await this.#store.sweep(works, along);
    const isLeft = (work: Work) => isDue(work, now);
    const wrong = await farthest(this.#store, works, along, isLeft);
    return [...new Map([...items.filter(isLeft), ...wrong].map((work) => [work.id, work])).values()];
  }

  #start(work: Work, isAsked: boolean): Promise<Work | undefined> {
    const known = this.#running.get(work.id);
    if (known) return known;
    const running = this.#run(work, isAsked)
      .catch(async (error: unknown) => {
        await this.#putOff(work, error).catch(() => undefined);
        throw error;
      })
      .finally(() => this.#running.delete(work.id));
    this.#running.set(work.id, running);
    return running;
  }

  /** Who asks takes the work from another process; the job takes only what is due. */
  async #run(work: Work, isAsked: boolean): Promise<Work | undefined> {
    const kind = this.#kindOf(work);
    const total = work.total ?? (work.actor ? await kind.count?.(this.#store, work) : undefined);
    for (let mayTake = isAsked; ; mayTake = false) {
      const turn = await this.#turn(work, mayTake, total);
      if (turn.goesOn && !this.#isStopping) continue;
      return isAsked && turn.work ? this.#ended(turn.work) : turn.work;
    }
  }

  async #turn(work: Work, mayTake: boolean, total: number | undefined): Promise<Turn> {
    const kind = this.#kindOf(work);
    const within = (take: (unit: Unit, present: Work) => Promise<Step<object>>) =>
      this.#store.transaction(async (unit): Promise<Turn> => {
        const present = await unit.get(works, work.rootId, work.id);
        const isMine = present && (mayTake || present.holder === this.#me || isDue(present, unit.now()));
        if (!isMine || present.dueAt === undefined) return { work: present, goesOn: false };
        return this.#move(
          unit,
          { ...present, ...(total === undefined ? {} : { total }) },
          await take(unit, present),
        );
      });
    try {
      return await within((unit, present) => kind.step(unit, present));
    } catch (error) {
      if (!kind.instead) throw error;
      const instead = kind.instead.bind(kind);
      return within((unit, present) => instead(unit, present, error));
    }
  }

  #move(unit: Unit, work: Work, { state, done: more = 0, next }: Step<object>): Turn {
    const { holder: _holder, failures: _failures, lastError: _error, ...rest } = work;
    const done = work.done + more;
    const total = work.total === undefined ? {} : { total: Math.max(work.total, done) };
    const moved = { ...rest, state, done, ...total };
    const now = unit.now();
    if (next === 'step') {
      const held = { ...moved, holder: this.#me, dueAt: now + limits.workGrace };
      return { work: unit.update(works, held), goesOn: true };
    }
    const { alone: _alone, ...through } = { ...moved, throughAt: work.throughAt ?? now };
    if (next !== 'end') {
      const waiting = { ...(next.isThrough ? through : moved), dueAt: now + next.wait };
      return { work: unit.update(works, waiting), goesOn: false };
    }
    const { open: _open, dueAt: _dueAt, ...ended } = through;
    if (work.actor) unit.update(works, { ...ended, expiresAt: now + limits.workKept });
    else unit.remove(works, work);
    return { work: ended, goesOn: false };
  }

  /** Waits while another process runs the work; takes it over when that one has stopped. */
  async #ended(seen: Work): Promise<Work> {
    for (let work = seen; ; ) {
      const isHeld = work.holder !== undefined && work.holder !== this.#me;
      if (!isHeld || work.throughAt !== undefined || this.#isStopping) return work;
      if (isDue(work, this.#store.now())) return (await this.#run(work, true)) ?? work;
      await setTimeout(limits.workPoll);
      const present = await this.#read(work);
      if (!present) return work;
      work = present;
    }
  }

  /** Delays failed work, each time twice as long. */
  async #putOff({ rootId, id }: Place, error: unknown): Promise<void> {
    await this.#store.transaction(async (unit) => {
      const present = await unit.get(works, rootId, id);
      if (present?.dueAt === undefined) return;
      const failures = (present.failures ?? 0) + 1;
      const dueAt = unit.now() + Math.min(limits.workGrace * 2 ** failures, limits.workWait);
      const { holder: _holder, ...left } = present;
      unit.update(works, {
        ...left,
        failures,
        dueAt,
        lastError: String(error).slice(0, limits.workErrorChars),
      });
    });
  }

  #read({ rootId, id }: Place): Promise<Work | undefined> {
    return this.#store.get(works, rootId, id);
  }

  #kindOf({ kind }: Work): Kind {
    const known = this.#kinds.get(kind);
    if (!known) throw new Error(`no kind of work is named ${kind}`);
    return known;
  }
}

/** A time far in the future comes from a wrong clock. */
function isDue({ dueAt = 0 }: Work, now: number): boolean {
  return dueAt <= now || dueAt > now + limits.workWait + limits.workGrace;
}

async function patience(running: Promise<unknown>, ms: number): Promise<undefined> {
  running.catch(() => undefined);
  await setTimeout(ms, undefined, { ref: false });
}
