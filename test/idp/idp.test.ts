import { boot, type Rollcall } from '../helper.ts';
import { recordings } from './case.ts';
import { hangUp } from './exchange.ts';
import { play } from './play.ts';

const all = recordings();
const clients = new Set(all.map(({ file }) => file.split('/')[0]));

describe('identity providers, as recorded', function () {
  this.timeout(600_000);
  let shared: Rollcall;

  before(async () => {
    shared = await boot();
  });

  after(async function () {
    // Dropping a database takes the test server longer the more was written to it.
    this.timeout(600_000);
    hangUp();
    await shared.close();
  });

  for (const client of clients) {
    describe(`${client}`, () => {
      for (const recorded of all.filter(({ file }) => file.startsWith(`${client}/`))) {
        it(`${recorded.case} ${recorded.title}`, async () => {
          const rollcall = recorded.app ? await boot(recorded.app) : shared;
          try {
            const path = recorded.file.replace('/', '-').toLowerCase();
            const { scimUrl, scimToken } = await rollcall.bootstrap(path, recorded.settings);
            await play(recorded, scimUrl, scimToken);
          } finally {
            if (rollcall !== shared) await rollcall.close();
          }
        });
      }
    });
  }
});
