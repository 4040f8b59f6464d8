import { createServer } from 'node:http';
import type { Config } from '../../config/index.ts';
import { stopwatch } from '../kernel/index.ts';
import { Metrics } from '../observe/metrics.ts';
import { readingsOf, type Services } from '../operations/index.ts';
import { measuredStore, type Store } from '../store/index.ts';
import { listen } from './listening.ts';

/** Metrics of this process, as Prometheus asks for them. */
export interface Measured {
  readonly store: Store;
  readonly measuring: { readonly request: Metrics['request']; readonly stopwatch: typeof stopwatch };
  /** Serves `/metrics`. Resolves with its URL. */
  serve(config: Pick<Config, 'host' | 'metricsPort'>): Promise<string>;
  close(): Promise<void>;
}

/** Measures a store; `servicesOf` is asked at each scrape. */
export function measure(opened: Store, servicesOf: () => Services): Measured {
  let read: ReturnType<typeof readingsOf> | undefined;
  const metrics = new Metrics(() => {
    read ??= readingsOf(servicesOf());
    return read();
  });
  const server = createServer(async (request, response) => {
    if (request.url !== '/metrics' || request.method !== 'GET') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Metrics are at GET /metrics.\n');
      return;
    }
    try {
      const text = await metrics.text();
      response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
    } catch {
      response.writeHead(503, { 'content-type': 'text/plain' }).end('The store does not answer.\n');
    }
  });
  return {
    store: measuredStore(opened, (call) => metrics.call(call), stopwatch),
    measuring: { request: (request) => metrics.request(request), stopwatch },
    serve: ({ host, metricsPort = 0 }) =>
      listen(server, { host, port: metricsPort, variable: 'METRICS_PORT' }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
