import { openEmbeddedStore } from '../../../lib/store/embedded/store.ts';
import { collections } from '../collections.ts';
import { addPair } from '../pairs.ts';

const writers = 8;
const counters = 3;

/** Adds pairs to a store, many at once, until it is killed, and prints each one that is acknowledged. */
const [directory = '', round = ''] = process.argv.slice(2);
const store = await openEmbeddedStore({ directory, collections });
await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));

async function write(writer: number): Promise<void> {
  for (let turn = 0; ; turn++) {
    const id = `${writer % counters}-${round}-${writer}-${turn}`;
    await addPair(store, id);
    process.stdout.write(`${id}\n`);
  }
}
