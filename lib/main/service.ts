import { createServer } from 'node:http';
import type { Logger } from 'pino';
import type { Config } from '../../config/index.ts';
import { limits } from '../../config/limits.ts';
import { type Runtime, systemRuntime } from '../kernel/index.ts';
import type { Services } from '../operations/index.ts';
import type { MayBegin } from '../store/open.ts';
import { announceFirstRun } from './first_run.ts';
import { drain, listen } from './listening.ts';
import { openRunning } from './running.ts';

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
  config: Config & MayBegin,
  logger: Logger,
  runtime: Runtime = systemRuntime(),
): Promise<Service> {
  const running = await openRunning(config, logger, runtime);
  const { services, app } = running;
  const server = createServer(serverOptions, app.callback());
  server.maxConnections = limits.connections;
  const url = await listen(server, { ...config, variable: 'PORT' });
  const metricsUrl = await running.serveMetrics();
  await announceFirstRun(services, config, logger);
  await running.begin();

  return {
    url,
    ...(metricsUrl === undefined ? {} : { metricsUrl }),
    services,
    stop: () => running.end(() => drain(server, config.shutdownTimeout)),
  };
}
