import type { Store, Transaction } from '../../lib/store/port.ts';
import { boot } from '../../test/helper.ts';
import { userOf } from './people.ts';

export interface Written {
  readonly collection: string;
  readonly document: object;
}

/** What creating a user writes, as a service in this process does it. */
export async function writesOfACreate(): Promise<Written[]> {
  const rollcall = await boot();
  try {
    const { scim } = await rollcall.bootstrap();
    const works = watched(rollcall.services.store);
    const { status } = await scim('POST', '/Users', userOf(1));
    const create = works.find((writes) => writes.some(({ collection }) => collection === 'identities'));
    if (status !== 201 || !create) throw new Error(`creating a user was answered by ${status}`);
    return create;
  } finally {
    await rollcall.close();
  }
}

/** The writes of each unit of work from now on; what a repeated work wrote at first is there too. */
function watched(store: Store): Written[][] {
  const works: Written[][] = [];
  const transaction = store.transaction.bind(store);
  store.transaction = (work, lane) =>
    transaction((unit) => {
      const writes: Written[] = [];
      works.push(writes);
      watch(unit, writes);
      return work(unit);
    }, lane);
  return works;
}

function watch(unit: Transaction, writes: Written[]): void {
  const [insert, update] = [unit.insert.bind(unit), unit.update.bind(unit)];
  unit.insert = (into, doc) => {
    writes.push({ collection: into.name, document: doc });
    return insert(into, doc);
  };
  unit.update = (into, doc) => {
    writes.push({ collection: into.name, document: doc });
    return update(into, doc);
  };
}
