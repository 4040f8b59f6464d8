import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { apiScopes } from '../../lib/accounts/api_scopes.ts';
import { makePersonalToken } from '../../lib/accounts/personal_tokens.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import { commandNamed } from '../../lib/cli/commands.ts';
import { samlProviders } from '../../lib/groups/saml_provider.ts';
import { unseal } from '../../lib/kernel/sealing.ts';
import { decryptionKeys } from '../../lib/saml/keys/keys.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { signatures } from '../../lib/webhooks/secrets.ts';
import { streams } from '../../lib/webhooks/streams/types.ts';
import { type Webhook, webhooks } from '../../lib/webhooks/types.ts';
import { withToken } from '../api/api_caller.ts';
import { operate, printed } from '../cli/operator.ts';
import { boot, client, type Rollcall, type Tenant, user } from '../helper.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';
import { staged } from '../web/saml/stage.ts';
import { linkTo, noMailServer, Visitor } from '../web/visitor.ts';
import { verifier } from '../webhooks/set_receiver.ts';

const names = ['TOKEN_PEPPER', 'CURSOR_SECRET', 'AUDIT_SECRET', 'SAML_SECRET'] as const;
const value = (name: string, which: string) => `${name} ${which} `.padEnd(40, '.');

/** The secrets of one process: those that write, and those that count too. */
function secretsOf(writing: 'old' | 'new', previous?: 'old' | 'new'): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => [
      [name, value(name, writing)],
      ...(previous === undefined ? [] : [[`${name}_PREVIOUS`, value(name, previous)]]),
    ]),
  );
}

describe('a replaced secret', () => {
  let directory: string;
  let database: string | undefined;
  let app: Rollcall;
  let tenant: Tenant;

  let close: () => Promise<void> = () => Promise.resolve();
  const stop = async () => {
    const closing = close;
    close = () => Promise.resolve();
    await closing();
  };
  /** The next process on the same data. */
  const restart = async (secrets: Record<string, string>) => {
    await stop();
    app = await boot({
      env: {
        ...noMailServer,
        DATA_DIR: directory,
        ...(database === undefined ? {} : { MONGODB_URI: database }),
        ...secrets,
      },
    });
    close = () => app.close();
  };
  const scim = (path: string, token = tenant.scimToken) =>
    client(`${app.url}/api/scim/v2/groups/${tenant.slug}`, token)('GET', path);
  const dependents = async (): Promise<Record<string, unknown>> => {
    const { secrets } = (await operate(app.services, 'secrets status')) as unknown as {
      secrets: readonly { dependents: readonly { what: string; count: number }[] }[];
    };
    return Object.fromEntries(
      secrets.flatMap((one) => one.dependents.map(({ what, count }) => [what, count])),
    );
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    database = testDatabase();
    await restart(secretsOf('old'));
    tenant = await app.bootstrap('acme');
  });
  afterEach(async () => {
    await stop();
    await dropDatabase(database);
    await rm(directory, { recursive: true, force: true });
  });

  it('refuses no token, while both values count and after the previous one is taken away', async () => {
    const made = await operate(app.services, 'credential create', {
      group: 'acme',
      kind: 'client',
      name: 'Entra',
    });
    const exchanged = async () => {
      const response = await fetch(`${app.url}/api/oauth/groups/acme/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: String(made.clientId),
          client_secret: String(made.clientSecret),
        }),
      });
      return [
        response.status,
        String(((await response.json()) as { access_token: string }).access_token),
      ] as const;
    };
    const [, accessToken] = await exchanged();
    const { url } = await operate(app.services, 'setup-link create', { group: 'acme', name: 'IT' });
    const setUp = new URL(String(url));
    const opened = async () => (await new Visitor(app).visit(setUp.pathname + setUp.search)).status;
    expect(await opened()).to.equal(303);
    const personal = await personalToken(app);
    const me = async () => (await withToken(app, personal)('GET', '/profile')).status;
    expect(await me()).to.equal(200);

    await restart(secretsOf('new', 'old'));
    expect(await dependents()).to.include({
      'tokens of integrations': 1,
      'secrets of clients': 1,
      'access tokens': 1,
    });
    expect((await scim('/Users', accessToken)).status).to.equal(200);
    expect((await exchanged())[0]).to.equal(200);
    expect((await scim('/Users')).status).to.equal(200);
    expect(await me()).to.equal(200);
    expect(await opened()).to.equal(303);
    await app.services.tokenUses.flush();
    expect(await dependents()).not.to.have.any.keys(
      'tokens of integrations',
      'secrets of clients',
      'personal access tokens',
    );

    await restart(secretsOf('new'));
    expect((await scim('/Users')).status).to.equal(200);
    expect((await exchanged())[0]).to.equal(200);
    expect(await me()).to.equal(200);
  });

  it('refuses no token of a process that still writes the old value and reads the new one', async () => {
    await restart(secretsOf('old', 'new'));
    expect((await scim('/Users')).status).to.equal(200);
    await restart(secretsOf('new', 'old'));
    expect((await scim('/Users')).status).to.equal(200);
    await app.services.tokenUses.flush();
    const second = await operate(app.services, 'token create', { group: 'acme', name: 'second' });
    await restart(secretsOf('old', 'new'));
    expect((await scim('/Users')).status).to.equal(200);
    expect((await scim('/Users', String(second.secret))).status).to.equal(200);
  });

  it('refuses a token of the previous value once that is taken away', async () => {
    await restart(secretsOf('new', 'old'));
    await restart(secretsOf('new'));
    expect((await scim('/Users')).status).to.equal(401);
  });

  it('signs nobody out, and takes forms, mailed links and cursors from before', async () => {
    const { password } = await operate(app.services, 'account create', { email: 'ann@acme.test' });
    const site = { url: app.url };
    const ann = new Visitor(site);
    await ann.signIn('ann', String(password));
    for (const name of ['a', 'b', 'c']) await tenant.scim('POST', '/Users', user(`${name}@acme.test`));
    const { nextCursor } = (await scim('/Users?cursor&count=1')).body;
    expect(nextCursor).to.be.a('string');
    const link = await linkTo(app, 'a@acme.test');
    expect(link).to.contain('token=');

    await restart(secretsOf('new', 'old'));
    site.url = app.url;
    expect((await ann.send('/profile/names', { name: 'Ann Ames', username: 'ann' })).status).to.equal(303);
    expect(await ann.isSignedIn()).to.equal(true);
    expect(await linkTo(app, 'a@acme.test')).to.equal(link);
    expect((await fetch(app.url + link)).status).to.equal(200);
    expect((await scim(`/Users?cursor=${String(nextCursor)}&count=1`)).status).to.equal(200);
  });

  it('answers a repeated POST of the API with the first answer', async () => {
    const token = await personalToken(app);
    const create = () =>
      withToken(app, token)('POST', '/groups/acme/integrations', {
        body: { name: 'second' },
        headers: { 'idempotency-key': 'once' },
      });
    const first = await create();
    expect(first.status).to.equal(201);
    await restart(secretsOf('new', 'old'));
    const again = await create();
    expect([again.status, again.body]).to.deep.equal([201, first.body]);
  });

  it('lets webhooks sign and private keys decrypt as before, and "secrets renew" encrypts them again', async () => {
    await operate(app.services, 'webhook create', { group: 'acme', url: 'https://product.test/events' });
    await staged(app, tenant);
    const read = async () => {
      const { store, secrets } = app.services;
      const found: Webhook[] = [];
      for await (const webhook of store.scan(webhooks)) found.push(webhook);
      const [webhook] = found;
      const provider = await store.find(samlProviders, tenant.groupId, 'root', tenant.groupId);
      if (!webhook || !provider) throw new Error('nothing is there');
      return {
        signed: signatures(webhook, secrets.samlKey, store.now(), { id: 'e', at: 1, body: '{}' }),
        keys: decryptionKeys(secrets.samlKey, provider, store.now()),
      };
    };
    const before = await read();
    expect(before.keys).to.have.length(1);
    await restart(secretsOf('new', 'old'));
    expect(await read()).to.deep.equal(before);
    expect(await dependents()).to.include({ 'private keys of SAML providers': 1, 'secrets of webhooks': 1 });
    expect(await operate(app.services, 'secrets renew')).to.include({ samlProviders: 1, webhooks: 1 });
    expect(await dependents()).not.to.have.any.keys('private keys of SAML providers', 'secrets of webhooks');
    await restart(secretsOf('new'));
    expect(await read()).to.deep.equal(before);
  });

  it('lets receivers poll and verify tokens as before, and "secrets renew" encrypts keys of streams again', async () => {
    const url = 'https://product.test/events';
    const pushed = { group: 'acme', kind: 'push', url, authorization: 'Bearer of-the-product' };
    await operate(app.services, 'stream create', { ...pushed, name: 'Pushed' });
    const made = await operate(app.services, 'stream create', {
      group: 'acme',
      kind: 'poll',
      name: 'Polled',
    });
    const { id, issuer, audience } = made.stream as { id: string; issuer: string; audience: string };
    const polled = async (name: string) => {
      const call = client(`${app.url}/api/scim/v2/groups/${tenant.slug}`, tenant.scimToken);
      const joined = await call('POST', '/Users', user(`${name}@acme.test`));
      expect(joined.status).to.equal(201);
      const response = await fetch(`${app.url}/api/v1/streams/${id}/poll`, {
        method: 'POST',
        headers: { authorization: `Bearer ${String(made.secret)}`, 'content-type': 'application/json' },
        body: JSON.stringify({ returnImmediately: true }),
      });
      if (response.status !== 200) return [];
      const { sets } = (await response.json()) as { sets: Record<string, string> };
      const verify = verifier({ jwksUrl: `${app.url}/api/v1/security-events/jwks.json`, issuer, audience });
      return Promise.all(Object.values(sets).map(verify));
    };
    const header = async () => {
      const { store, secrets } = app.services;
      for await (const stream of store.scan(streams))
        if (stream.authorization !== undefined)
          return unseal(secrets.samlKey, 'webhook secrets', stream.id, stream.authorization);
      return undefined;
    };
    expect(await polled('a')).to.have.length(1);

    await restart(secretsOf('new', 'old'));
    const sealed = { 'authorizations of streams': 1, 'keys of security event tokens': 1 };
    expect(await dependents()).to.include({ 'tokens of streams': 1, ...sealed });
    expect(await polled('b')).to.have.length(1);
    expect(await header()).to.equal('Bearer of-the-product');
    expect(await dependents())
      .to.include(sealed)
      .and.not.to.have.property('tokens of streams');
    expect(await operate(app.services, 'secrets renew')).to.include({ streams: 1, eventKeys: 1 });
    expect(await dependents()).not.to.have.any.keys(...Object.keys(sealed));

    await restart(secretsOf('new'));
    expect(await polled('c')).to.have.length(1);
    expect(await header()).to.equal('Bearer of-the-product');
  });

  it('names a single thing that needs the previous value in the singular', async () => {
    await operate(app.services, 'webhook create', { group: 'acme', url: 'https://product.test/events' });
    await restart(secretsOf('new', 'old'));
    const status = await printed(app.services, 'secrets status');
    expect(status).to.contain('1 secret of a webhook ').and.contain('1 token of an integration ');
  });

  it('shows how far its renewal is while that runs', async () => {
    const { renewal } = app.services;
    const { watch } = commandNamed('secrets renew') ?? {};
    const progress = async () => watch?.progress(await operate(app.services, watch.name));
    expect(await progress()).to.equal(undefined);
    await renewal.during(async (seen) => {
      for (let n = 0; n < 3; n++) seen();
      expect(await progress()).to.include({ done: 3 });
    });
    expect(await progress()).to.equal(undefined);
  });

  it('leaves an audit log that verifies, and shows a change of an entry from before', async () => {
    await operate(app.services, 'audit seal');
    await restart(secretsOf('new', 'old'));
    await operate(app.services, 'token create', { group: 'acme', name: 'one more' });
    await operate(app.services, 'audit seal');
    expect((await operate(app.services, 'audit verify')).ok).to.equal(true);
    expect(await dependents()).to.have.property('chains of the audit log');
    expect(await printed(app.services, 'secrets status')).to.match(/\d chains? of the audit log/);
    expect((await operate(app.services, 'secrets renew')).brokenChains).to.deep.equal([]);
    expect(await dependents()).not.to.have.property('chains of the audit log');
    const { entries } = (await operate(app.services, 'audit list', { platform: true })) as {
      entries: readonly { action: string; detail: Record<string, number> }[];
    };
    const renewals = entries.filter(({ action }) => action === 'secrets.renewed');
    expect(renewals).to.have.length(1);
    expect(renewals[0]?.detail).to.include({ samlProviders: 0, brokenChains: 0 });
    expect(renewals[0]?.detail.auditChains).to.be.greaterThan(0);
    await restart(secretsOf('new'));
    await operate(app.services, 'token create', { group: 'acme', name: 'another' });
    await operate(app.services, 'audit seal');
    expect((await operate(app.services, 'audit verify')).ok).to.equal(true);
    const { store } = app.services;
    const { items } = await store.list(auditEntries, tenant.groupId, { index: 'seq', limit: 1 });
    await store.transaction(async (unit) => {
      for (const entry of items) unit.update(auditEntries, { ...entry, detail: { forged: true } });
    });
    const { chains } = (await operate(app.services, 'audit verify', { group: 'acme' })) as {
      chains?: readonly { broken?: { reason: string } }[];
    };
    expect(chains?.[0]?.broken?.reason).to.contain('AUDIT_SECRET was replaced');
  });
});

async function personalToken({ services }: Rollcall): Promise<string> {
  const { id } = await operate(services, 'account show', { account: 'owner@acme.test' });
  const { store, secrets } = services;
  const { secret } = await store.transaction(async (unit) => {
    const account = await unit.get(accounts, PLATFORM, String(id));
    if (!account) throw new Error('no account');
    return makePersonalToken(unit, secrets.tokenPepper, account, {
      name: 'mine',
      days: 30,
      scopes: apiScopes,
    });
  });
  return secret;
}
