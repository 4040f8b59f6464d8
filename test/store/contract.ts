import type { Collection, Doc, Store } from '../../lib/store/port.ts';
import type { Retry } from '../../lib/store/unit_of_work.ts';
import { documents } from './contract/documents.ts';
import { isolation } from './contract/isolation.ts';
import { keys } from './contract/keys.ts';
import { lists } from './contract/lists.ts';
import { pages } from './contract/pages.ts';
import { races } from './contract/races.ts';
import { reopening } from './contract/reopening.ts';
import { repeatedReads } from './contract/repeated_reads.ts';
import { searches } from './contract/searches.ts';
import { snapshots } from './contract/snapshots.ts';
import { unitLists } from './contract/unit_lists.ts';
import { units } from './contract/units.ts';

export interface Opening {
  readonly collections: readonly Collection<Doc>[];
  /** As the adapter has it where it is absent. */
  readonly retry?: Retry;
}

export interface Opened {
  readonly store: Store;
  /** Closes the store and opens what it kept. */
  reopen(): Promise<Store>;
  /** Closes the store, however often it was opened, and takes away what it kept. */
  destroy(): Promise<void>;
}

/** Opens an empty store. */
export type Open = (opening: Opening) => Promise<Opened>;

/** What `lib/store/port.ts` promises; every adapter has to keep all of it. */
export function storeContract(name: string, open: Open): void {
  describe(`${name} keeps the promises of the store port:`, () => {
    documents(open);
    keys(open);
    isolation(open);
    lists(open);
    searches(open);
    pages(open);
    snapshots(open);
    units(open);
    unitLists(open);
    races(open);
    repeatedReads(open);
    reopening(open);
  });
}
