import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect } from 'chai';
import { pino } from 'pino';
import { loadConfig } from '../../config/index.ts';
import { createApp } from '../../lib/main/app.ts';
import { serverOptions } from '../../lib/main/service.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';

/** By how much the time limits of the service are shortened. */
const SCALE = 100;

describe('a request that its client does not finish in time', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let server: Server;
  const logged: string[] = [];

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
    const config = loadConfig({ PUBLIC_URL: app.url });
    const logger = pino({ level: 'error' }, { write: (line) => logged.push(line) });
    server = createServer(
      {
        ...serverOptions,
        headersTimeout: serverOptions.headersTimeout / SCALE,
        requestTimeout: serverOptions.requestTimeout / SCALE,
        connectionsCheckingInterval: serverOptions.connectionsCheckingInterval / SCALE,
      },
      createApp(app.services, config, logger).callback(),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(async () => {
    server.close();
    await app.close();
  });

  const target = () => `/api/scim/v2/groups/${tenant.slug}/Users`;
  const head = () => [
    `POST ${target()} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${tenant.scimToken}`,
    'Content-Type: application/scim+json',
  ];
  const whole = (...more: string[]) => [...head(), ...more, '', ''].join('\r\n');
  const halves: readonly (readonly [what: string, sent: () => string])[] = [
    ['a line of its headers', () => `${head().join('\r\n')}\r\nX-Slow`],
    ['its headers', () => `${head().join('\r\n')}\r\n`],
    ['its body', () => `${whole('Content-Length: 100')}{"userName":`],
    ['a chunk of its body', () => `${whole('Transfer-Encoding: chunked')}20\r\n{"userName":`],
    ['its body after a chunk', () => `${whole('Transfer-Encoding: chunked')}c\r\n{"userName":\r\n`],
  ];
  for (const [what, sent] of halves)
    it(`gets 408 and the end of its connection for half of ${what}`, async () => {
      expect(await answerTo(sent())).to.match(/^HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\n/);
      expect(logged).to.deep.equal([]);
    });

  /** What comes until the server closes the connection. */
  async function answerTo(sent: string): Promise<string> {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1', () => socket.write(sent));
    let text = '';
    socket.setEncoding('latin1').on('data', (piece: string) => {
      text += piece;
    });
    await once(socket, 'close');
    return text;
  }
});
