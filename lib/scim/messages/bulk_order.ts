import type { BulkOperation } from './bulk.ts';
import { referencesIn } from './bulk_ids.ts';

/** The next step: run an operation, perhaps without some references, or add those references. */
export type Step =
  | { readonly kind: 'run'; readonly at: number; readonly without: ReadonlySet<string> }
  | { readonly kind: 'complete'; readonly at: number };

/** Whether the resource of an operation can be created without these references at first. */
export type CanWait = (at: number, without: ReadonlySet<string>) => boolean;

/**
 * Orders the operations of a bulk request: as sent, but an operation that creates a referenced resource runs before
 * those that refer to it. Yields after each operation. In a cycle of references (RFC 7644 section 3.7.1), the first
 * operation that can run without its references runs first, and a step `complete` adds them later.
 */
export function* orderOf(operations: readonly BulkOperation[], canWait: CanWait): Generator<void, Step[]> {
  const makers = new Map<string, number>();
  operations.forEach(({ method, bulkId, refused }, at) => {
    if (method === 'POST' && bulkId !== undefined && !refused) makers.set(bulkId, at);
  });
  const targets: Map<number, string>[] = [];
  for (const operation of operations) {
    const made = new Map<number, string>();
    for (const bulkId of operation.refused ? [] : referencesIn(operation)) {
      const maker = makers.get(bulkId);
      if (maker !== undefined) made.set(maker, bulkId);
    }
    targets.push(made);
    yield;
  }
  const cycles = cyclesOf(targets.map((each) => [...each.keys()]));

  const steps: Step[] = [];
  const begun = new Set<number>();
  const done = new Set<number>();
  const broken = new Set<number>();
  const waiting = new Map<number, readonly number[]>();
  for (const at of operations.keys()) yield* visit(at);
  return steps;

  function* visit(at: number): Generator<void, void> {
    if (begun.has(at)) return;
    const cycle = cycles[at] ?? -1;
    if (!broken.has(cycle)) yield* breakCycle(cycle);
    if (begun.has(at)) return;
    begun.add(at);
    for (const target of targetsOf(at).keys()) yield* visit(target);
    run(at, undone(at));
  }

  /** Runs one operation of a cycle first, so that the others can refer to its resource. */
  function* breakCycle(cycle: number): Generator<void, void> {
    broken.add(cycle);
    const members = [...operations.keys()].filter((at) => cycles[at] === cycle);
    const inCycle = (at: number) => [...targetsOf(at)].filter(([target]) => cycles[target] === cycle);
    let first: number | undefined;
    for (const at of members) {
      const pending = new Set(inCycle(at).map(([, bulkId]) => bulkId));
      if (pending.size > 0 && canWait(at, pending)) first = at;
      if (first !== undefined) break;
      yield;
    }
    if (first === undefined) return;
    begun.add(first);
    for (const target of targetsOf(first).keys()) if (cycles[target] !== cycle) yield* visit(target);
    run(first, undone(first));
  }

  function run(at: number, without: ReadonlyMap<number, string>): void {
    steps.push({ kind: 'run', at, without: new Set(without.values()) });
    done.add(at);
    if (without.size > 0) waiting.set(at, [...without.keys()]);
    for (const [waiter, needed] of waiting)
      if (needed.every((target) => done.has(target))) {
        waiting.delete(waiter);
        steps.push({ kind: 'complete', at: waiter });
      }
  }

  function undone(at: number): Map<number, string> {
    return new Map([...targetsOf(at)].filter(([target]) => !done.has(target)));
  }

  function targetsOf(at: number): ReadonlyMap<number, string> {
    return targets[at] ?? new Map<number, string>();
  }
}

/** The number of the cycle of each node; a node outside of cycles has a number of its own (Tarjan's algorithm). */
function cyclesOf(targets: readonly (readonly number[])[]): number[] {
  const cycles: number[] = [];
  const found: number[] = [];
  const open: number[] = [];
  let [time, cycle] = [0, 0];

  function visit(at: number): number {
    const mine = time++;
    found[at] = mine;
    let low = mine;
    open.push(at);
    for (const target of targets[at] ?? []) {
      if (found[target] === undefined) low = Math.min(low, visit(target));
      else if (cycles[target] === undefined) low = Math.min(low, found[target]);
    }
    if (low === mine) {
      for (const member of open.splice(open.lastIndexOf(at))) cycles[member] = cycle;
      cycle += 1;
    }
    return low;
  }

  for (const at of targets.keys()) if (found[at] === undefined) visit(at);
  return cycles;
}
