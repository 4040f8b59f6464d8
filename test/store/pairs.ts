import { expect } from 'chai';
import type { Store } from '../../lib/store/port.ts';
import { people } from './collections.ts';

const tenant = 't';

/**
 * Three documents that belong together: two halves, and the count of the pairs whose ids have the same first part
 * (`count-…`).
 */
export async function addPair(store: Store, id: string, note?: string): Promise<void> {
  const counterId = counterOf(id);
  await store.transaction(async (tx) => {
    const counter = await tx.get(people, tenant, counterId);
    for (const half of ['a', 'b']) tx.insert(people, { id: id + half, tenant, name: id + half, note });
    if (counter) tx.update(people, { ...counter, age: Number(counter.age) + 1 });
    else tx.insert(people, { id: counterId, tenant, name: counterId, age: 1 });
  });
}

/** Fails unless every acknowledged pair is there, and everything that is there is whole. */
export async function expectWholePairs(store: Store, acknowledged: readonly string[]): Promise<void> {
  const halves = new Set<string>();
  const counts: Record<string, unknown> = {};
  for await (const { id, age } of store.scan(people)) {
    if (id.startsWith('counter')) counts[id] = age;
    else halves.add(id);
  }
  for (const id of acknowledged) expect(halves.has(`${id}a`), `${id} was acknowledged`).to.equal(true);
  for (const id of halves) expect(halves.has(otherOf(id)), `the other half of ${id}`).to.equal(true);
  const counted: Record<string, number> = {};
  for (const id of halves) if (id.endsWith('a')) counted[counterOf(id)] = (counted[counterOf(id)] ?? 0) + 1;
  expect(counts, 'counts of the pairs').to.deep.equal(counted);
  await expectEntries(store, halves);
}

/** Each half is found by its name too, and no name leads nowhere. */
async function expectEntries(store: Store, halves: ReadonlySet<string>): Promise<void> {
  for (const id of halves)
    expect((await store.find(people, tenant, 'name', id))?.id, `by its name, ${id}`).to.equal(id);
  const all = await store.count(people, tenant);
  expect(await store.count(people, tenant, { index: 'name' }), 'names').to.equal(all);
}

function counterOf(id: string): string {
  return `counter${id.split('-', 1)[0]}`;
}

function otherOf(half: string): string {
  return half.slice(0, -1) + (half.endsWith('a') ? 'b' : 'a');
}
