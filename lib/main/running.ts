import type Koa from 'koa';
import type { Logger } from 'pino';
import type { Config } from '../../config/index.ts';
import { limits } from '../../config/limits.ts';
import manifest from '../../package.json' with { type: 'json' };
import { claimStore, serveControl } from '../cli/index.ts';
import { txtLookup } from '../domains/index.ts';
import { makePools, type State } from '../http/index.ts';
import { holdLease, type Jobs, startJobs } from '../jobs/index.ts';
import { outbound, type Runtime } from '../kernel/index.ts';
import { registeredTracing } from '../observe/index.ts';
import { adoptFormerWork, allCollections, createServices, type Services } from '../operations/index.ts';
import { loadRegistry } from '../scim/index.ts';
import type { Store } from '../store/index.ts';
import { type MayBegin, openStore } from '../store/open.ts';
import type { Post } from '../webhooks/index.ts';
import { createApp } from './app.ts';
import { jobsOf } from './jobs.ts';
import { tracedJob, tracedOutbound, tracedStore } from './traced.ts';

/** Rollcall in this process, wherever its requests come from. */
interface Running {
  readonly services: Services;
  readonly app: Koa<State>;
  /** Serves the metrics, if the configuration asks for them. Resolves with their URL. */
  serveMetrics(): Promise<string | undefined>;
  /** Starts the jobs, and takes the operator's commands where only this process has the store. */
  begin(): Promise<void>;
  /** Waits until `drained` has no more requests, writes what waits, and closes the store. Throws all failures at the end. */
  end(drained: () => Promise<void>): Promise<void>;
}

/** Opens the store and builds the app. Throws when the store is not available, or its data was written with other secrets. */
export async function openRunning(
  config: Config & MayBegin,
  logger: Logger,
  runtime: Runtime,
): Promise<Running> {
  const registry = await loadRegistry(config.schemaDir);
  const opened = await openStore(config, allCollections, registry);
  try {
    await claimStore(opened, config);
  } catch (error) {
    await opened.close();
    throw error;
  }
  const measured = await measuredBy(config, opened, () => services);
  const tracing = await registeredTracing();
  const kind = config.mongodbUri === undefined ? 'embedded' : 'mongodb';
  const counted = measured?.store ?? opened;
  const store = tracing ? tracedStore(counted, tracing, kind) : counted;
  let jobs: Jobs | undefined;
  let control: { close(): Promise<void> } | undefined;
  const unseen = outbound({ allowPrivate: config.allowPrivateFetch });
  const outside = tracing ? tracedOutbound(unseen, tracing) : unseen;
  const services = createServices({
    ...{ store, runtime, registry, secrets: config.secrets },
    lookUpTxt: txtLookup(config.dnsServers),
    ...{ outbound: outside, poster: outside },
    vitals: {
      version: manifest.version,
      store: kind,
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
  services.outbox.onQueued((receivers) => services.courier.start(post, receivers));
  return {
    services,
    app: createApp(services, config, logger, () => stopping, makePools(), measured?.measuring, tracing),
    serveMetrics: async () => measured?.serve(config),
    async begin() {
      const list = jobsOf({ services, config, logger, me, post });
      const traced = tracing ? list.map((job) => tracedJob(tracing, job)) : list;
      jobs = startJobs(traced, logger, () => runtime.now());
      if (config.mongodbUri === undefined)
        control = await serveControl(services, config, { directory: config.dataDir });
    },
    async end(drained) {
      stopping = true;
      services.polls.stop();
      await inOrder([
        drained,
        () => services.runner.stop(),
        () => services.courier.stop(),
        async () => jobs?.stop(),
        async () => control?.close(),
        () => services.logBook.flush(),
        () => services.tokenUses.flush(),
        () => services.firsts.flush(),
        async () => measured?.close(),
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

/** Runs steps one after the other, each even if an earlier one has failed. Throws the failures at the end. */
async function inOrder(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failed: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('; '));
}
