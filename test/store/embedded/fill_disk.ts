import { openEmbeddedStore } from '../../../lib/store/embedded/store.ts';
import { Unavailable } from '../../../lib/store/errors.ts';
import { collections, type Person, people } from '../collections.ts';
import { refusal } from '../contract/fixture.ts';
import { addPair } from '../pairs.ts';

const writers = 4;
const note = 'x'.repeat(10_000);

/** What became of a store whose disk is full. */
export interface Report {
  readonly acknowledged: readonly string[];
  /** What each writer was refused with first, a further write then, and the question whether the store is ready. */
  readonly refusals: readonly Refusal[];
  readonly again: Refusal;
  readonly ready: Refusal;
  /** Pairs that are read from then on. */
  readonly read: readonly string[];
  /** Names of halves that are in the list. */
  readonly listed: number;
}

export interface Refusal {
  readonly isUnavailable: boolean;
  readonly message: string;
}

/** Adds pairs to a store, several at once, until each writer is refused, and prints a report. */
const [directory = ''] = process.argv.slice(2);
const store = await openEmbeddedStore({ directory, collections });
const acknowledged: string[] = [];

const refusals = await Promise.all(Array.from({ length: writers }, (_, writer) => refused(fill(writer))));
const again = await refused(addPair(store, 'late'));
const ready = await refused(store.ready());
const pairs = await Promise.all(
  acknowledged.map(async (id) =>
    (await store.get<Person>(people, 't', `${id}b`))?.note === note ? [id] : [],
  ),
);
const { items } = await store.list<Person>(people, 't', { index: 'name', limit: 1_000 });
const listed = items.filter(({ name }) => !name.startsWith('counter')).length;
const report: Report = { acknowledged, refusals, again, ready, read: pairs.flat(), listed };
process.stdout.write(`${JSON.stringify(report)}\n`);
await store.close();

async function fill(writer: number): Promise<void> {
  for (let turn = 0; ; turn++) {
    const id = `${writer}-${turn}`;
    await addPair(store, id, note);
    acknowledged.push(id);
  }
}

async function refused(promise: Promise<unknown>): Promise<Refusal> {
  const error = await refusal(promise);
  return { isUnavailable: error instanceof Unavailable, message: error.message };
}
