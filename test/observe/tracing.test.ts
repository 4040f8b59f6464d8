import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { expect } from 'chai';
import { createLogger } from '../../lib/observe/logger.ts';
import { registeredTracing } from '../../lib/observe/registered.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { type Receiver, receiver } from '../webhooks/receiver.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = `00-${TRACE}-00f067aa0ba902b7-01`;

describe('the spans', () => {
  const exporter = new InMemorySpanExporter();
  const lines: string[] = [];
  let app: Rollcall;
  let acme: Tenant;
  let product: Receiver;

  before(async () => {
    new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
    product = await receiver();
    const logger = createLogger(
      { logLevel: 'info', logFormat: 'json' },
      { write: (line: string) => void lines.push(line) },
      await registeredTracing(),
    );
    app = await boot({ logger, env: { ALLOW_PRIVATE_FETCH: 'true' } });
    acme = await app.bootstrap('acme');
    const wish = { group: 'acme', url: product.url, types: ['access.*'] };
    product.secrets.push(String((await operate(app.services, 'webhook create', wish)).secret));
    const heard = new Promise<void>((resolve) => {
      product.answer = () => {
        resolve();
        return {};
      };
    });
    exporter.reset();
    await acme.scim('POST', '/Users', user('ann@acme.test'), { traceparent: PARENT, baggage: 'a=b' });
    await heard;
    await acme.scim('GET', '/Users/secret-looking-id?filter=x');
  });
  after(async () => {
    await app.close();
    await product.close();
    for (const api of [trace, context, propagation]) api.disable();
  });

  const named = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name);
  const isOf = (span: ReadableSpan) => span.spanContext().traceId === TRACE;

  it('name the route of a request and its status, below the traceparent of the caller', () => {
    const [span] = named('POST /api/scim/v2/groups/:group/Users');
    expect(span?.kind).to.equal(SpanKind.SERVER);
    expect(span?.spanContext().traceId).to.equal(TRACE);
    expect(span?.parentSpanContext?.spanId).to.equal('00f067aa0ba902b7');
    expect(span?.attributes).to.deep.equal({
      'http.request.method': 'POST',
      'http.route': '/api/scim/v2/groups/:group/Users',
      'http.response.status_code': 201,
    });
  });

  it('name the calls of the store and their collections, inside of the request', () => {
    const calls = exporter.getFinishedSpans().filter((span) => isOf(span) && span.name.startsWith('store '));
    expect(calls.map(({ name }) => name)).to.include('store transaction');
    expect(calls.map(({ attributes }) => attributes['db.collection.name'])).to.include('integrations');
  });

  it('name the runs of jobs', async () => {
    const end = exporter.export.bind(exporter);
    await new Promise<void>((resolve) => {
      exporter.export = (spans, done) => {
        if (spans.some(({ name }) => name.startsWith('job '))) resolve();
        end(spans, done);
      };
    });
  });

  it('go on with a webhook, which carries the traceparent and no baggage', () => {
    const [got] = product.got;
    expect(got?.headers.traceparent).to.match(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
    expect(got?.headers).not.to.have.property('baggage');
    const [post] = named('POST').filter(isOf);
    expect(post?.attributes).to.deep.equal({ 'http.request.method': 'POST', 'server.address': '127.0.0.1' });
  });

  it('are named in the lines of the log', () => {
    const line = lines
      .map((text) => JSON.parse(text) as Record<string, unknown>)
      .find(({ method }) => method === 'POST');
    expect(line).to.include({ trace_id: TRACE });
    expect(line?.span_id).to.match(/^[0-9a-f]{16}$/);
  });

  it('contain no name, id, secret, address or query', () => {
    const all = exporter
      .getFinishedSpans()
      .map(({ name, attributes, status, events }) => JSON.stringify({ name, attributes, status, events }))
      .join('\n');
    const hidden = [
      'ann',
      'acme',
      'secret-looking',
      'filter',
      acme.scimToken,
      acme.groupId,
      acme.integrationId,
    ];
    for (const word of hidden) expect(all).not.to.include(word);
  });
});

describe('without an OpenTelemetry SDK', () => {
  it('nothing is traced', async () => {
    expect(await registeredTracing()).to.equal(undefined);
  });
});
