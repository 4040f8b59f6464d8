import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** A value read when somebody asks for the metrics, with its labels. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

export interface MeasuredRequest {
  /** The pattern of the path, such as `/api/v1/groups/:group`. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

export interface MeasuredCall {
  /** The method of the store. */
  readonly call: string;
  readonly failed: boolean;
  readonly seconds: number;
}

/** In seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the service measures of itself, in the text format of Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #read: () => Promise<readonly Reading[]>;
  readonly #requests = new Histogram({
    name: 'rollcall_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['route', 'method', 'status'],
    buckets,
    registers: [this.#registry],
  });
  readonly #calls = new Histogram({
    name: 'rollcall_store_call_duration_seconds',
    help: 'Time of one call of the store; a transaction includes its reads and retries.',
    labelNames: ['call', 'outcome'],
    buckets,
    registers: [this.#registry],
  });
  readonly #gauges = new Map<string, Gauge>();

  /** `read` is asked at each scrape. */
  constructor(read: () => Promise<readonly Reading[]>) {
    this.#read = read;
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Counts an answered request. */
  request({ route, method, status, seconds }: MeasuredRequest): void {
    this.#requests.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, seconds);
  }

  /** Counts a call of the store. */
  call({ call, failed, seconds }: MeasuredCall): void {
    this.#calls.observe({ call, outcome: failed ? 'failed' : 'done' }, seconds);
  }

  /** The text for Prometheus. Throws what `read` throws. */
  async text(): Promise<string> {
    for (const { name, help, values } of await this.#read()) {
      const gauge = this.#gauge(name, help, Object.keys(values[0]?.labels ?? {}));
      gauge.reset();
      for (const { labels = {}, value } of values) gauge.set(labels, value);
    }
    return this.#registry.metrics();
  }

  #gauge(name: string, help: string, labelNames: readonly string[]): Gauge {
    const known = this.#gauges.get(name);
    if (known) return known;
    const made = new Gauge({ name, help, labelNames: [...labelNames], registers: [this.#registry] });
    this.#gauges.set(name, made);
    return made;
  }
}
