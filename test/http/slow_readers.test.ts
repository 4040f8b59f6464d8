import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import Koa from 'koa';
import { limitAnswers } from '../../lib/http/at_end.ts';
import type { State } from '../../lib/http/types.ts';

describe('an answer that its client does not read in time', () => {
  const bodies: readonly [how: string, body: () => string | Readable][] = [
    ['whole', () => 'x'.repeat(20_000_000)],
    ['as it is made', () => Readable.from(endless())],
  ];
  for (const [how, body] of bodies)
    it(`ends with its connection when it is sent ${how}`, async () => {
      const app = new Koa<State>();
      app.silent = true;
      app.use(limitAnswers(50));
      app.use((ctx) => {
        ctx.body = body();
      });
      const server = createServer(app.callback()).listen(0, '127.0.0.1');
      const connected = once(server, 'connection') as Promise<[Socket]>;
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const asking = get({ host: '127.0.0.1', port, agent: false }).on('error', () => undefined);
      const [[socket], [answer]] = await Promise.all([
        connected,
        once(asking, 'response') as Promise<[IncomingMessage]>,
      ]);
      if (!socket.destroyed) await once(socket, 'close');
      expect(answer.complete).to.equal(false);
      asking.destroy();
      server.close();
    });
});

async function* endless(): AsyncGenerator<string> {
  for (;;) yield 'x'.repeat(65_536);
}
