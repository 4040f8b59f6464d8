import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { destination, type Logger, pino } from 'pino';
import { request } from 'undici';
import { loadConfig } from '../config/index.ts';
import { type IntegrationSettings, integrations } from '../lib/integrations/types.ts';
import { type Runtime, systemRuntime } from '../lib/kernel/runtime.ts';
import { startService } from '../lib/main/service.ts';
import { type Bootstrapped, bootstrap } from '../lib/operations/bootstrap.ts';
import type { Services } from '../lib/operations/services.ts';
import type { Resource } from '../lib/scim/schema/types.ts';
import { misfitsIn } from './audit/misfits.ts';
import { keyPair } from './key_pairs.ts';
import { dropDatabase, testDatabase } from './store/mongo/database.ts';

export interface BootOptions {
  /** More environment variables, as an operator would set them. */
  readonly env?: Readonly<Record<string, string>>;
  readonly runtime?: Runtime;
  readonly logger?: Logger;
}

export interface Tenant extends Bootstrapped {
  /** The path of the group. */
  readonly slug: string;
  /** Sends a request to the group's SCIM endpoint and reads the reply. */
  scim(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Resource;
}

export interface Rollcall {
  readonly url: string;
  readonly metricsUrl: string;
  readonly services: Services;
  bootstrap(group?: string, settings?: Partial<IntegrationSettings>): Promise<Tenant>;
  close(): Promise<void>;
}

let groups = 0;

/** The real service on a free loopback port, over a throw-away store: embedded, or in the MongoDB of `MONGODB_URI`. */
export async function boot(options: BootOptions = {}): Promise<Rollcall> {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
  const database = testDatabase();
  const config = loadConfig({
    HOST: '127.0.0.1',
    PORT: '0',
    PUBLIC_URL: 'http://localhost:8080',
    DATA_DIR: directory,
    ...(database === undefined ? {} : { MONGODB_URI: database, MONGODB_QUERY_TIMEOUT: '300' }),
    ...options.env,
  });
  const logger = options.logger ?? pino({ level: 'error' }, destination({ dest: 2, sync: true }));
  const runtime = { ...(options.runtime ?? systemRuntime()), keyPair };
  const service = await startService(config, logger, runtime);
  const { services } = service;
  const close = services.store.close.bind(services.store);
  let misfits: readonly string[] = [];
  services.store.close = async () => {
    // A store that fails, or that a test has closed, has nothing to show.
    misfits = await misfitsIn(services.store).catch(() => misfits);
    await close();
  };
  return {
    url: service.url,
    metricsUrl: service.metricsUrl ?? '',
    services,
    async bootstrap(group = `group-${++groups}`, settings = {}) {
      const house = { services, publicUrl: service.url, samlUrl: service.url };
      const operator = { actor: { kind: 'operator' }, sessions: [] } as const;
      const made = await bootstrap.perform(house, operator, { group, owner: `owner@${group}.test` });
      await configure(services, made, settings);
      return { ...made, slug: group, scim: client(made.scimUrl, made.scimToken) };
    },
    async close() {
      await service.stop();
      await dropDatabase(database);
      await rm(directory, { recursive: true, force: true });
      if (misfits.length > 0) throw new Error(`Events beside the catalogue: ${misfits.join('; ')}`);
    },
  };
}

/** Gives the integration of a new group other settings, without a trace in the logs. */
async function configure(
  { store }: Services,
  { groupId, integrationId }: Bootstrapped,
  settings: Partial<IntegrationSettings>,
): Promise<void> {
  if (Object.keys(settings).length === 0) return;
  await store.transaction(async (unit) => {
    const made = await unit.get(integrations, groupId, integrationId);
    if (made) unit.update(integrations, { ...made, settings: { ...made.settings, ...settings } });
  });
}

/** A token with the same form and another end, which belongs to nothing. */
export function spoiled(token: string): string {
  return token.slice(0, -1) + (token.endsWith('x') ? 'y' : 'x');
}

/** A SCIM client that sends what a well-behaved one sends. */
export function client(scimUrl: string, token: string): Tenant['scim'] {
  return async (method, path, body, headers = {}) => {
    const response = await request(scimUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/scim+json',
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.body.text();
    return {
      status: response.statusCode,
      headers: new Headers(response.headers as Record<string, string>),
      body: text === '' ? {} : (JSON.parse(text) as Resource),
    };
  };
}

/** The body of a PATCH that deactivates a user. */
export const deactivation = activity(false);

/** The body of a PATCH that brings a user back. */
export const reactivation = activity(true);

function activity(value: boolean): Resource {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'active', value }],
  };
}

/** A user as Okta creates it, with what differs. */
export function user(userName: string, more: Resource = {}): Resource {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    name: { givenName: 'Ann', familyName: 'Ames' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    active: true,
    ...more,
  };
}
