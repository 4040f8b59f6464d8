import { createServer } from 'node:http';
import type { Logger } from 'pino';
import type { Config } from '../../config/index.ts';
import { limits } from '../../config/limits.ts';
import manifest from '../../package.json' with { type: 'json' };
import { linkSecret } from '../accounts/index.ts';
import { sealTurn } from '../audit/index.ts';
import { claimStore, serveControl } from '../cli/index.ts';
import { checkDomains, txtLookup } from '../domains/index.ts';
import { isMember } from '../groups/index.ts';
import { makePools } from '../http/index.ts';
import { warnOfEnd } from '../integrations/index.ts';
import { holdLease, type Job, type Jobs, startJobs } from '../jobs/index.ts';
import { HOUR, outbound, type Runtime, systemRuntime } from '../kernel/index.ts';
import { adoptFormerWork, allCollections, createServices, type Services } from '../operations/index.ts';
import { deliverMails, mailTransport, type Outcomes } from '../outbox/index.ts';
import { loadRegistry } from '../scim/index.ts';
import { refreshDue, warnOfExpiry } from '../sign_on/index.ts';
import type { Store } from '../store/index.ts';
import { openStore } from '../store/open.ts';
import type { Post } from '../webhooks/index.ts';
import { createApp } from './app.ts';
import { announceFirstRun } from './first_run.ts';
import { drain, listen } from './listening.ts';

export interface Service {
  readonly url: string;
  /** Where the metrics are, with METRICS_PORT. */
  readonly metricsUrl?: string;
  readonly services: Services;
  /** Finishes running requests, writes what waits, and closes the store. */
  stop(): Promise<void>;
}

/** By default Node checks for slow requests only every 30 seconds. */
export const serverOptions = {
  headersTimeout: limits.headersTimeout,
  requestTimeout: limits.requestTimeout,
  connectionsCheckingInterval: limits.timeoutCheck,
  keepAliveTimeout: limits.keepAliveTimeout,
  maxHeaderSize: limits.headerBytes,
} as const;

/**
 * Opens the store, starts the jobs and listens. Throws when the store is not available, its data was written with other
 * secrets, or the port is in use.
 */
export async function startService(
  config: Config,
  logger: Logger,
  runtime: Runtime = systemRuntime(),
): Promise<Service> {
  const registry = await loadRegistry(config.schemaDir);
  const opened = await openStore(config, allCollections, registry);
  try {
    await claimStore(opened, config);
  } catch (error) {
    await opened.close();
    throw error;
  }
  const measured = await measuredBy(config, opened, () => services);
  const store = measured?.store ?? opened;
  let jobs: Jobs | undefined;
  const outside = outbound({ allowPrivate: config.allowPrivateFetch });
  const services = createServices({
    ...{ store, runtime, registry, secrets: config.secrets },
    lookUpTxt: txtLookup(config.dnsServers),
    ...{ outbound: outside, poster: outside },
    vitals: {
      version: manifest.version,
      store: config.mongodbUri === undefined ? 'embedded' : 'mongodb',
      startedAt: runtime.now(),
      warnings: config.warnings,
      jobs: () => jobs?.states() ?? [],
    },
  });
  const me = runtime.id();
  await adoptFormerWork(services.store);
  let stopping = false;
  const post: Post = {
    publicUrl: config.publicUrl,
    // The embedded store has one process.
    claim: async (id) =>
      config.mongodbUri === undefined ||
      holdLease({ store: services.store, logger }, `webhook ${id}`, me, limits.webhookLeaseMs),
  };
  services.outbox.onQueued((webhooks) => services.courier.start(post, webhooks));
  const app = createApp(services, config, logger, () => stopping, makePools(), measured?.measuring);
  const server = createServer(serverOptions, app.callback());
  server.maxConnections = limits.connections;
  const url = await listen(server, { ...config, variable: 'PORT' });
  const metricsUrl = await measured?.serve(config);
  await announceFirstRun(services, config, logger);
  const started = startJobs(jobsOf({ services, config, logger, me, post }), logger, () => runtime.now());
  jobs = started;
  const control =
    config.mongodbUri === undefined
      ? await serveControl(services, config, { directory: config.dataDir })
      : { close: async () => undefined };

  return {
    url,
    ...(metricsUrl === undefined ? {} : { metricsUrl }),
    services,
    async stop() {
      stopping = true;
      await inOrder([
        () => drain(server, config.shutdownTimeout),
        () => services.runner.stop(),
        () => services.courier.stop(),
        () => started.stop(),
        () => control.close(),
        () => services.logBook.flush(),
        () => services.tokenUses.flush(),
        () => services.firsts.flush(),
        () => measured?.close() ?? Promise.resolve(),
        () => store.close(),
      ]);
    },
  };
}

/** Loads what measures only where METRICS_PORT asks for it. */
async function measuredBy({ metricsPort }: Config, opened: Store, servicesOf: () => Services) {
  if (metricsPort === undefined) return undefined;
  const { measure } = await import('./metrics.ts');
  return measure(opened, servicesOf);
}

/** Takes over what former versions left, too: while the service is upgraded, some processes are of such a version. */
async function finishLongWork({ store, runner }: Services): Promise<void> {
  await adoptFormerWork(store);
  await runner.finishLeft(limits.workTurn);
}

interface JobParts {
  readonly services: Services;
  readonly config: Config;
  readonly logger: Logger;
  /** Holds the leases of this process. */
  readonly me: string;
  readonly post: Post;
}

function jobsOf({ services, config, logger, me, post }: JobParts): Job[] {
  const { store, runtime, secrets, courier, logBook, tokenUses, firsts } = services;
  const send = mailTransport(config, logger);
  const outcomes: Outcomes = new Map();
  /** Only one process at a time runs these. */
  const alone = (name: string, every: number, run: () => Promise<unknown>): Job => ({
    name,
    every,
    run: async () => {
      if (await holdLease({ store, logger }, name, me, every + limits.leaseMargin)) await run();
    },
  });
  return [
    { name: 'write the log', every: 1_000, run: () => logBook.flush() },
    { name: 'finish long work', every: 30_000, run: () => finishLongWork(services) },
    { name: 'note token uses', every: 5_000, run: () => tokenUses.flush() },
    { name: 'note first requests', every: 5_000, run: () => firsts.flush() },
    { name: 'deliver events', every: limits.webhookLookMs, run: () => courier.look(post) },
    alone('check e-mail domains', 30_000, () => checkDomains(services)),
    alone('refresh SAML metadata', 60_000, () =>
      refreshDue({ store, samlKey: secrets.samlKey, outbound: services.outbound }),
    ),
    alone('warn about credentials that expire', HOUR, () => warnOfEnd(store)),
    alone('warn about SAML certificates that expire', 60_000, () => warnOfExpiry(store)),
    alone('remove expired documents', limits.purgeEvery, () => store.purge(runtime.now())),
    alone('seal the audit log', 2_000, () => sealTurn(store, secrets.auditKey)),
    alone('deliver mails', 5_000, () =>
      deliverMails(
        { store, send, outcomes, isMember: (member) => isMember(store, member) },
        config.publicUrl,
        (nonce) => linkSecret(secrets.tokenPepper, nonce),
      ),
    ),
  ];
}

/** Runs steps one after the other, each even if an earlier one has failed. Throws the failures at the end. */
async function inOrder(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failed: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('; '));
}
