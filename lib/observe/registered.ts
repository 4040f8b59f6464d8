import type { Tracing } from './tracing.ts';

/** By this the copies of the API package find what an SDK has registered. */
const MARK = Symbol.for('opentelemetry.js.api.1');

/** Undefined where no OpenTelemetry SDK is registered: then the API is not even loaded, and nothing is traced. */
export async function registeredTracing(): Promise<Tracing | undefined> {
  if (!(MARK in globalThis)) return undefined;
  const { tracing } = await import('./tracing.ts');
  return tracing();
}
