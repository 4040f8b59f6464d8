import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { identities } from '../../lib/provisioning/collections.ts';
import { identityOf } from '../../lib/provisioning/users/identity.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { type RunningService, startService } from '../cli/process.ts';
import { boot, client, type Tenant, user } from '../helper.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';

const USERS = 200;
const LONG = 'x'.repeat(60_000);

describe('a service with 512 MB for JavaScript', function () {
  this.timeout(60_000);
  let directory: string;
  let database: string | undefined;
  let service: RunningService;
  let large: Tenant;
  let other: Tenant;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    database = testDatabase();
    const env = {
      DATA_DIR: directory,
      ...(database === undefined ? {} : { MONGODB_URI: database, MONGODB_QUERY_TIMEOUT: '300' }),
    };
    const app = await boot({ env });
    const [one, two] = [await app.bootstrap(), await app.bootstrap()];
    const { store, runtime } = app.services;
    const { integrationId, groupId: rootId } = one;
    for (let made = 0; made < USERS; made += 50)
      await store.transaction(async (unit) => {
        for (let n = 0; n < 50; n++) {
          const id = runtime.id();
          const resource = user(`${id}@acme.test`, { title: LONG, nickName: LONG });
          unit.insert(identities, identityOf(resource, { id, integrationId, rootId }, runtime.now()));
        }
      });
    await app.close();
    service = await startService(env, '--max-old-space-size=512');
    [large, other] = [one, two].map((tenant) => {
      const scimUrl = tenant.scimUrl.replace(app.url, service.url);
      return { ...tenant, scimUrl, scim: client(scimUrl, tenant.scimToken) };
    }) as [Tenant, Tenant];
  });
  after(async () => {
    await service.stop();
    await dropDatabase(database);
    await rm(directory, { recursive: true, force: true });
  });

  it('survives 40 requests for a page of 24 MB, of which few are read, and answers others meanwhile', async () => {
    const first = Array.from({ length: 3 }, () => ask('/Users?count=200'));
    await Promise.all(first.map(({ answer }) => answer));
    const pages = [...first, ...Array.from({ length: 37 }, () => ask('/Users?count=200'))];
    try {
      const [whole, late] = [first.slice(0, 2), first.slice(2)];
      const sizes = await Promise.all(whole.map(async ({ answer }) => usersIn(await answer)));
      expect(sizes).to.deep.equal(whole.map(() => USERS));

      expect((await other.scim('POST', '/Users', user('ann@other.test'))).status).to.equal(201);
      expect((await other.scim('GET', '/Users')).body.totalResults).to.equal(1);

      for (const { answer } of late) expect(await usersIn(await answer)).to.equal(USERS);
    } finally {
      for (const { end } of pages) end();
    }
    expect(await usersIn(await ask('/Users?count=1').answer)).to.equal(1);
    expect(service.process.exitCode).to.equal(null);
  });

  /** Asks on a connection of its own, and takes nothing of the answer but its headers. */
  function ask(path: string): { readonly answer: Promise<IncomingMessage>; end(): void } {
    const authorization = `Bearer ${large.scimToken}`;
    const asking = get(large.scimUrl + path, { agent: false, headers: { authorization } });
    const answer = once(asking, 'response').then(([response]) => response as IncomingMessage);
    answer.catch(() => undefined);
    return { answer, end: () => asking.destroy() };
  }

  /** How many users a page has; 0 where it is refused as it has to be. */
  async function usersIn(answer: IncomingMessage): Promise<number> {
    const body = JSON.parse(await text(answer)) as Resource;
    if (answer.statusCode !== 200) {
      expect(answer.statusCode).to.be.oneOf([429, 503]);
      expect(Number(answer.headers['retry-after'])).to.be.greaterThan(0);
      return 0;
    }
    const { Resources, itemsPerPage } = body as { Resources: Resource[]; itemsPerPage: number };
    expect(new Set(Resources.map(({ id }) => id)).size).to.equal(itemsPerPage);
    return itemsPerPage;
  }
});
