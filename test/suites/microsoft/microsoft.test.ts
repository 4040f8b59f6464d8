import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { boot, type Rollcall } from '../../helper.ts';
import { type Contradiction, decided, sharedIds } from './contradictions.ts';
import type { Check } from './newman.ts';
import { orderFor, runCollections } from './run.ts';

const published = readFileSync(new URL('./collection.json', import.meta.url), 'utf8');

/** Postman puts a new UUID for each `{{$guid}}`, which `${__UUID}` was meant to be. */
const ownIds = published
  .replaceAll(/(\\"externalId\\"\s*:\s*\\")[^"\\]*/g, '$1{{$guid}}')
  .replaceAll(/\w+@(?=\w+\.com\\")/g, '{{$guid}}@');

const runs: readonly (readonly [
  name: string,
  collection: string,
  contradictions: readonly Contradiction[],
])[] = [
  ['as published', published, [...decided, ...sharedIds]],
  ['with an externalId and e-mails of its own for each user', ownIds, decided],
];

describe("Microsoft's reference collection", function () {
  this.timeout(60_000);
  let rollcall: Rollcall;
  let all: readonly (readonly Check[])[];

  before(async () => {
    rollcall = await boot();
    const orders = [];
    for (const [, collection] of runs) {
      // The collection deletes everybody it made, which is what the guard is there to stop.
      const { scimUrl, scimToken } = await rollcall.bootstrap(undefined, { removalGuard: 'off' });
      orders.push(orderFor(collection, scimUrl, scimToken));
    }
    all = await runCollections(orders);
  });

  after(() => rollcall.close());

  for (const [at, [name, , contradictions]] of runs.entries()) {
    describe(name, () => {
      const contradicted = contradictions.flatMap(({ fails, status }) =>
        fails.map((name) => `${status} ${name}`),
      );
      let checks: readonly Check[];

      before(() => {
        checks = all[at] ?? [];
      });

      it('runs to the end, with every assertion', () => {
        const assertions = checks.filter(({ name }) => !name.endsWith(' / succeeds'));
        expect(assertions).to.have.lengthOf(published.split('pm.test(').length - 1);
        expect(new Set(checks.map(({ name }) => name)).size).to.equal(checks.length);
      });

      it('fails only where docs declare a deviation', () => {
        const failures = checks.flatMap(({ name, status, failure }) =>
          failure === undefined || contradicted.includes(`${status} ${name}`) ? [] : [`${name}: ${failure}`],
        );
        expect(failures).to.deep.equal([]);
      });

      it('fails at every declared deviation', () => {
        const failing = checks.flatMap(({ name, status, failure }) =>
          failure === undefined ? [] : [`${status} ${name}`],
        );
        expect(contradicted.filter((name) => !failing.includes(name))).to.deep.equal([]);
      });
    });
  }
});
