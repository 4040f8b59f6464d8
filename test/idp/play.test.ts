import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import type { Recorded, Step } from './case.ts';
import { hangUp } from './exchange.ts';
import { play } from './play.ts';

const headers = { Accept: 'application/scim+json' };

/** Answers with what it was sent: the request line, the raw headers and the body. */
describe('idp/play', () => {
  let server: Server;
  let base: string;

  before(async () => {
    server = createServer(async (request, response) => {
      const body = await echo(request);
      const status = Number(request.headers['x-status'] ?? 200);
      response.writeHead(status, { 'content-type': 'application/scim+json' });
      response.end(JSON.stringify(body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim`;
  });

  after(async () => {
    hangUp();
    server.close();
    await once(server, 'close');
  });

  it('sends path and headers to the letter, and no header of its own', async () => {
    const path = '/Users?filter=userName+eq+"ann%40acme.test"&x&';
    await run({
      request: { method: 'GET', path, headers: { 'User-Agent': '', aCCept: 'application/scim+json' } },
      expect: {
        status: 200,
        body: {
          method: 'GET',
          url: `/scim${path}`,
          headers: [
            'Host',
            new URL(base).host,
            'User-Agent',
            '',
            'aCCept',
            'application/scim+json',
            'Authorization',
            'Bearer secret',
            'Connection',
            'keep-alive',
          ],
        },
      },
    });
  });

  it('sends a body with its length, and none without', async () => {
    await run(
      {
        request: { method: 'POST', path: '', headers, raw: '{"ü":' },
        expect: { status: 200, body: { raw: '{"ü":', headers: { $includes: ['Content-Length', '6'] } } },
      },
      {
        request: { method: 'DELETE', path: '', headers },
        expect: { status: 200, body: { raw: '', headers: { $not: { $includes: ['Content-Length'] } } } },
      },
    );
  });

  it('leaves the token out, or sends another', async () => {
    await run(
      {
        request: { method: 'GET', path: '', headers, token: false },
        expect: { status: 200, body: { headers: { $not: { $includes: ['Authorization'] } } } },
      },
      {
        request: { method: 'GET', path: '', headers, token: 'Basic {token}' },
        expect: { status: 200, body: { headers: { $includes: ['Basic secret'] } } },
      },
    );
  });

  it('fills placeholders and lays changes over what was saved', async () => {
    await run(
      {
        request: { method: 'POST', path: '/a', headers, body: { id: 7, tags: ['x'], name: { a: 1 } } },
        expect: { status: 200 },
        save: { U1: 'sent.id', stored: 'sent', 'urls[]': 'url', 'tags[]': 'sent.tags.*' },
      },
      {
        request: {
          method: 'PUT',
          path: '/b/{U1}',
          headers,
          body: { $from: 'stored', id: '{U1}', note: 'is {U1}' },
        },
        expect: {
          status: 200,
          body: { url: '/scim/b/7', sent: { id: '{U1}', tags: ['x'], name: { a: 1 }, note: 'is 7' } },
          saved: { urls: ['/scim/a', '/scim/b/7'], tags: '{tags}', U1: 7 },
        },
        save: { 'urls[]': 'url' },
      },
    );
  });

  it('sends many at once and counts the replies', async () => {
    await run({
      request: { method: 'POST', path: '/{i}', headers, times: 30, body: { n: '{i}' } },
      expect: { statuses: { 200: 30 }, saved: { all: { $distinct: 30 } } },
      save: { 'all[]': 'sent.n' },
    });
  });

  it('gives each of many its own element of a saved list', async () => {
    await run(
      {
        request: { method: 'POST', path: '/{i}', headers, times: 3, body: { n: 'n{i}' } },
        expect: { statuses: { 200: 3 } },
        save: { 'all[]': 'sent.n' },
      },
      {
        request: {
          method: 'POST',
          path: '/{all[i]}',
          headers,
          times: 3,
          body: { n: '{all[i]}', m: '+{all[i]}' },
        },
        expect: { statuses: { 200: 3 }, saved: { own: ['n001', 'n002', 'n003'] } },
        save: { 'own[]': 'sent.n' },
      },
    );
  });

  it('writes an element for each of a saved list', async () => {
    await run(
      {
        request: { method: 'POST', path: '/{i}', headers, times: 2, body: { n: 'n{i}' } },
        expect: { statuses: { 200: 2 } },
        save: { 'all[]': 'sent.n' },
      },
      {
        request: {
          method: 'POST',
          path: '',
          headers,
          body: { list: ['x', { $each: 'all', value: '{each}' }] },
        },
        expect: {
          status: 200,
          body: { sent: { list: ['x', { value: 'n001' }, { value: 'n002' }] } },
        },
      },
    );
  });

  const failing: [name: string, step: Step, said: string][] = [
    [
      'another status',
      { request: { method: 'GET', path: '', headers }, expect: { status: [201, 204] } },
      'status 200 instead of 201 or 204',
    ],
    [
      'another count of statuses',
      { request: { method: 'GET', path: '', headers, times: 3 }, expect: { statuses: { 200: 2, 409: 1 } } },
      '3 replies have status 200, not 2',
    ],
    [
      'another header',
      {
        request: { method: 'GET', path: '', headers },
        expect: { status: 200, headers: { 'content-type': 'text/plain' } },
      },
      'headers.content-type',
    ],
    [
      'another body',
      { request: { method: 'GET', path: '', headers }, expect: { status: 200, body: { method: 'PUT' } } },
      'body.method: "GET" is not "PUT"',
    ],
    [
      'another saved value',
      { request: { method: 'GET', path: '', headers }, expect: { status: 200, saved: { token: 'x' } } },
      'saved.token',
    ],
    [
      'an invariant',
      {
        request: { method: 'GET', path: '', headers: { ...headers, 'X-Status': '404' } },
        expect: { status: 404 },
      },
      'body.detail: nothing',
    ],
    [
      'nothing to save',
      { request: { method: 'GET', path: '', headers }, expect: { status: 200 }, save: { U1: 'id' } },
      'the reply has no id to save as U1',
    ],
    [
      'an unknown placeholder',
      { request: { method: 'GET', path: '/{U9}', headers }, expect: { status: 200 } },
      'nothing was saved as U9',
    ],
  ];
  for (const [name, step, said] of failing) {
    it(`fails on ${name}`, async () => {
      const failure = await run(step).then(
        () => 'no failure',
        (error: unknown) => String(error),
      );
      expect(failure).to.contain(said);
      expect(failure).not.to.contain('> Authorization: Bearer');
    });
  }

  function run(...steps: Step[]): Promise<void> {
    const recorded: Recorded = {
      file: 'any/flow-x',
      case: 'flow',
      client: 'any',
      title: '',
      source: '',
      how: '',
      steps,
    };
    return play(recorded, base, 'secret');
  }
});

async function echo(request: IncomingMessage): Promise<unknown> {
  const raw = await text(request);
  const sent: unknown = raw.startsWith('{') && raw.endsWith('}') ? JSON.parse(raw) : undefined;
  return { method: request.method, url: request.url, headers: request.rawHeaders, raw, sent };
}
