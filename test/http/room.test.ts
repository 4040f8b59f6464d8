import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { Pool, type Pools } from '../../lib/http/pool.ts';
import { makePools } from '../../lib/http/scim/memory.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Reply, type Rollcall, type Tenant, user } from '../helper.ts';
import { type Watched, watched } from './room.ts';

describe('a service with memory for one page and one body', () => {
  let app: Rollcall;
  let small: Watched;
  let one: Tenant['scim'];
  let other: Tenant['scim'];

  before(async () => {
    app = await boot();
    const tenants = [await app.bootstrap(), await app.bootstrap()] as const;
    const poolOf = (room: number) => new Pool({ total: room, share: room, waiting: 9, waitMs: 1 });
    const bodies = poolOf(100);
    small = await watched(app, { answers: poolOf(limits.pageWeight), bodies, largeBodies: bodies });
    [one, other] = [small.at(tenants[0]), small.at(tenants[1])];
  });
  after(async () => {
    await small.close();
    await app.close();
  });

  let made = 0;
  type Send = (scim: Tenant['scim']) => Promise<Reply>;
  const page: Send = (scim) => scim('GET', '/Users?count=200');
  const write: Send = (scim) => scim('POST', '/Users', user(`user${++made}@acme.test`));
  const read: Send = (scim) => scim('GET', '/Users?filter=userName eq "ann"');
  const cases: readonly (readonly [what: string, pool: keyof Pools, held: Send, refused: Send])[] = [
    ['a list', 'answers', read, page],
    ['a search', 'answers', read, (scim) => scim('POST', '/Users/.search', { count: 200 })],
    ['a search of everything', 'answers', read, (scim) => scim('POST', '/.search', { count: 200 })],
    ['a body', 'bodies', write, write],
  ];
  for (const [what, pool, held, refused] of cases)
    for (const [status, whose] of [
      [429, () => one],
      [503, () => other],
    ] as const)
      it(`answers ${status} to ${what} while ${status === 429 ? 'the same' : 'another'} integration uses the memory`, async () => {
        const first = await small.whileHeld(
          pool,
          () => held(one),
          async () => {
            const reply = await refused(whose());
            expect([reply.status, reply.headers.get('retry-after')]).to.deep.equal([status, '5']);
            expect((await read(whose())).status).to.equal(200);
          },
        );
        expect(first.status).to.be.oneOf([200, 201]);
        expect((await refused(whose())).status).to.be.oneOf([200, 201]);
      });
});

describe('the memory reserved for a list', () => {
  let app: Rollcall;
  let service: Watched;
  let scim: Tenant['scim'];

  before(async () => {
    app = await boot();
    service = await watched(app, makePools());
    scim = service.at(await app.bootstrap());
  });
  after(async () => {
    await service.close();
    await app.close();
  });

  const { pageWeight, sortWeight, answerWeight, resourceChars } = limits;
  const ofOne = answerWeight + resourceChars;
  const weights: readonly (readonly [path: string, message: Resource, weight: number])[] = [
    ['/Users', {}, pageWeight],
    ['/Users', { count: 1 }, ofOne],
    ['/Users', { filter: 'userName eq "ann"' }, ofOne],
    ['/Groups', { filter: 'id eq "x"', excludedAttributes: 'members' }, ofOne],
    ['/Users', { filter: 'id eq "x" and groups.value eq "y"' }, pageWeight],
    ['/Users', { filter: 'id eq "x" and not (groups[value eq "y"])', count: 1 }, pageWeight],
    ['/Groups', { filter: 'id eq "x" and members.value eq "y"' }, pageWeight],
    ['/Entitlements', { filter: 'id eq "x"' }, pageWeight],
    ['/Entitlements', { count: 1 }, pageWeight],
    ['/Users', { sortBy: 'title', count: 1 }, sortWeight],
    ['/Users', { filter: 'displayName eq "Ann"', sortBy: 'title' }, sortWeight],
    ['', { filter: 'id eq "x"' }, ofOne],
    ['', { filter: 'id eq "x" and members.value eq "y"' }, pageWeight],
    ['', { filter: 'id eq "x"', sortBy: 'displayName' }, sortWeight],
  ];
  for (const [path, message, weight] of weights)
    it(`is ${weight} bytes for ${path}/.search ${JSON.stringify(message)}`, async () => {
      service.asked();
      expect((await scim('POST', `${path}/.search`, message)).status).to.equal(200);
      expect(service.asked().at(-1)).to.equal(weight);
    });
});
