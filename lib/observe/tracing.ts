import {
  type Attributes,
  context,
  defaultTextMapGetter,
  isSpanContextValid,
  ProxyTracerProvider,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Span as TracedSpan,
  trace,
} from '@opentelemetry/api';

/** What a piece of work is, for those who look at traces. It names no person, group or secret. */
export interface SpanWish {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly attributes?: Attributes;
}

export type { Attributes } from '@opentelemetry/api';

/** A span that has begun. */
export interface Span {
  /** Runs work that belongs to the span. */
  within<T>(work: () => T): T;
  /** Ends it; `error` is a class of errors, never a message. */
  end(result: { readonly name?: string; readonly attributes?: Attributes; readonly error?: string }): void;
}

/** Spans for the OpenTelemetry SDK that the operator has registered. */
export interface Tracing {
  /** Begins a span below the current one, or below the `traceparent` of a caller (W3C Trace Context). */
  begin(wish: SpanWish, carrier?: Readonly<Record<string, unknown>>): Span;
  /** Runs work in a span of its own. */
  span<T>(wish: SpanWish, work: () => Promise<T>): Promise<T>;
  /** The header that names the current span to another server; nothing outside of a span. */
  headers(): Readonly<Record<string, string>>;
  /** The ids of the current span, for a line of the log. */
  ids(): { readonly trace_id?: string; readonly span_id?: string };
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

function isRegistered(): boolean {
  const provider = trace.getTracerProvider();
  const none = new ProxyTracerProvider().getDelegate();
  return !(provider instanceof ProxyTracerProvider && provider.getDelegate() === none);
}

/** Undefined where nobody makes spans. */
export function tracing(): Tracing | undefined {
  if (!isRegistered()) return undefined;
  const tracer = trace.getTracer('rollcall');
  const begin: Tracing['begin'] = ({ name, kind, attributes = {} }, carrier) => {
    const parent = carrier ? propagation.extract(ROOT_CONTEXT, carrier, getter) : context.active();
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, parent);
    const inside = trace.setSpan(parent, span);
    return { within: (work) => context.with(inside, work), end: (result) => end(span, result) };
  };
  return {
    begin,
    async span(wish, work) {
      const span = begin(wish);
      try {
        const result = await span.within(work);
        span.end({});
        return result;
      } catch (error) {
        span.end({ error: errorClass(error) });
        throw error;
      }
    },
    headers() {
      const carrier: Record<string, string> = {};
      propagation.inject(context.active(), carrier);
      const { traceparent } = carrier;
      return traceparent === undefined ? {} : { traceparent };
    },
    ids() {
      const found = trace.getSpanContext(context.active());
      return found && isSpanContextValid(found) ? { trace_id: found.traceId, span_id: found.spanId } : {};
    },
  };
}

/** Baggage of strangers is left behind. */
const getter = {
  keys: () => ['traceparent', 'tracestate'],
  get: (carrier: Readonly<Record<string, unknown>>, key: string) =>
    key === 'traceparent' || key === 'tracestate' ? defaultTextMapGetter.get(carrier, key) : undefined,
};

function end(span: TracedSpan, { name, attributes, error }: Parameters<Span['end']>[0]): void {
  if (name !== undefined) span.updateName(name);
  if (attributes) span.setAttributes(attributes);
  if (error !== undefined) span.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function errorClass(error: unknown): string {
  return error instanceof Error ? error.constructor.name : typeof error;
}
