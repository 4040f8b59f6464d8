import type { Job } from '../jobs/index.ts';
import type { Outbound, Poster } from '../kernel/index.ts';
import type { SpanWish, Tracing } from '../observe/index.ts';
import { observedStore, type Store } from '../store/index.ts';

/** The same store, with a span for each call. It names the collection, never a document. */
export function tracedStore(store: Store, { span }: Tracing, kind: string): Store {
  return observedStore(store, (call, collection, run) => {
    const attributes = {
      'db.system.name': kind,
      'db.operation.name': call,
      ...(collection === undefined ? {} : { 'db.collection.name': collection }),
    };
    return span({ name: `store ${call}`, kind: 'client', attributes }, run);
  });
}

/**
 * The same requests to other servers, with a span for each. It names the host, never the path or query. Webhooks carry
 * the `traceparent` on; identity providers do not learn it.
 */
export function tracedOutbound(outside: Outbound & Poster, { span, headers }: Tracing): Outbound & Poster {
  return {
    allowPrivate: outside.allowPrivate,
    get: (url, ...more) => span(callOf('GET', url), () => outside.get(url, ...more)),
    post: (url, posted) =>
      span(callOf('POST', url), () =>
        outside.post(url, { ...posted, headers: { ...posted.headers, ...headers() } }),
      ),
  };
}

function callOf(method: string, url: string): SpanWish {
  const host = URL.canParse(url) ? { 'server.address': new URL(url).hostname } : {};
  return { name: method, kind: 'client', attributes: { 'http.request.method': method, ...host } };
}

/** The same job, with a span for each run. */
export function tracedJob({ span }: Tracing, job: Job): Job {
  const { name, every, run } = job;
  return { name, every, run: () => span({ name: `job ${name}`, kind: 'internal' }, async () => run()) };
}
