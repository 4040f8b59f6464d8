import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { sessions } from '../../lib/accounts/sessions.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import { tokenUses } from '../../lib/integrations/types.ts';
import { createLogger } from '../../lib/observe/logger.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { PASSWORD, person } from '../web/people.ts';
import { Visitor } from '../web/visitor.ts';
import { logOf } from './fixture.ts';

/** Shaped like one of our tokens, but shorter, so that it may be a request's id. */
const secret = `rcs_${'c4NaRy'.repeat(5)}`;

describe('a secret in a request', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let lines: string[];

  beforeEach(async () => {
    lines = [];
    const logger = createLogger(
      { logLevel: 'trace', logFormat: 'json' },
      { write: (line) => lines.push(line) },
    );
    app = await boot({ logger, env: { TRUSTED_PROXIES: '1' } });
    tenant = await app.bootstrap();
  });
  afterEach(() => app.close());

  /** All that is kept of requests, in the log and in the store. */
  async function kept(): Promise<string> {
    const { store, tokenUses: uses } = app.services;
    await uses.flush();
    const all = { limit: 200 };
    const stored = [
      await logOf(app, tenant),
      (await store.list(auditEntries, tenant.groupId, all)).items,
      (await store.list(tokenUses, tenant.integrationId, all)).items,
      (await store.list(sessions, PLATFORM, all)).items,
    ];
    return decodeURIComponent(lines.join('') + JSON.stringify(stored));
  }

  const headers: readonly (readonly [name: string, value: string])[] = [
    ['x-request-id', secret],
    ['user-agent', `curl/8 ${secret}`],
    ['user-agent', `curl/8 Bearer ${secret.slice(4)}`],
    ['x-forwarded-for', secret],
    ['x-forwarded-for', `fe80::1%${secret}`],
    ['referer', `https://acme.test/?token=${secret}`],
    ['origin', `https://${secret}.test`],
    [secret, 'as the name of a header'],
    ['cookie', `a=${secret}`],
  ];
  for (const [name, value] of headers)
    it(`is not stored when ${name} contains it: ${value.replace(secret, 'SECRET')}`, async () => {
      await tenant.scim('POST', '/Users', user(`${secret}@secret.test`), { [name]: value });
      await tenant.scim('POST', '/Users', user('ann@secret.test'), { [name]: value });
      await tenant.scim('GET', '/Users', undefined, { [name]: value });
      await tenant.scim('GET', '/Nothing', undefined, { [name]: value, authorization: `Bearer ${secret}` });
      await fetch(`${app.url}/nothing`, { headers: { [name]: value } });
      expect(await kept())
        .to.include('"ann@secret.test"')
        .and.not.include('c4NaRy');
    });

  const paths = [
    `/Users/${secret}`,
    `/Users/${secret.replace('_', '%5F')}`,
    `/Users?filter=userName%20eq%20%22${secret.replace('_', '%5f')}%22`,
    `/Users?access%5Ftoken=${secret}`,
    `/Users?${secret}=a`,
    `/${secret.replace('_', '%255F')}`,
  ];
  for (const path of paths)
    it(`is not stored when the path contains it: ${path.replace(/rcs.*(?:c4NaRy)+/, 'SECRET')}`, async () => {
      await tenant.scim('GET', path);
      await fetch(`${app.url}${path}`);
      expect(await kept()).not.include('c4NaRy');
    });

  it('is not stored when an operation of a bulk request contains it', async () => {
    await tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: secret, path: '/Users/x' },
        { method: 'DELETE', path: `/${secret}/x` },
        { method: 'DELETE', path: `/Users/${secret}` },
      ],
    });
    expect(await kept()).not.include('c4NaRy');
  });

  it('is not stored with the session of a browser', async () => {
    const { username } = await person(app);
    const visitor = new Visitor(app);
    await visitor.visit('/sign-in');
    const agent = { 'user-agent': `Firefox/140 ${secret}` };
    await visitor.send('/sign-in', { name: username, password: PASSWORD }, agent);
    expect(await kept())
      .to.include('Firefox/140 rcs_***')
      .and.not.include('c4NaRy');
  });

  it('is not stored when the framing of the body is broken', async () => {
    const { port, hostname } = new URL(app.url);
    for (const path of [`${new URL(tenant.scimUrl).pathname}/Users`, '/sign-in', '/api/v1/me']) {
      const socket = connect(Number(port), hostname);
      socket.resume();
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${tenant.scimToken}\r\n` +
          `Cookie: a=${secret}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      );
      await once(socket, 'close');
    }
    const seen = await kept();
    expect(seen).to.include('HPE_INVALID_CHUNK_SIZE').and.not.include('c4NaRy');
    expect(seen).not.to.include([...Buffer.from(secret.slice(0, 8))].join(','));
  });

  it('does not hide an address that a proxy forwards with its port', async () => {
    await tenant.scim('GET', '/Users', undefined, { 'x-forwarded-for': '192.0.2.7:4711' });
    await tenant.scim('GET', '/Users', undefined, { 'x-forwarded-for': '[2001:db8::7]:4711' });
    await tenant.scim('GET', '/Users', undefined, { 'x-forwarded-for': 'nobody' });
    expect((await logOf(app, tenant)).map(({ ip }) => ip)).to.deep.equal([
      '192.0.2.7',
      '2001:db8::7',
      'unknown',
    ]);
  });
});
