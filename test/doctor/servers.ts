import { once } from 'node:events';
import { request } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer, type LookupFunction, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { generate } from 'selfsigned';

export const HOST = 'rollcall.test';

export interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

export interface ReverseProxy extends Running {
  readonly ca: string;
  readonly lookup: LookupFunction;
  /** Where each path leads; undefined closes the connection. */
  route: (path: string) => string | undefined;
  /** What it does with `X-Forwarded-For`. */
  forwards: 'appends' | 'replaces' | 'nothing';
}

/** A proxy that speaks https as `rollcall.test`, and http to the service behind. */
export async function startProxy(name = HOST): Promise<ReverseProxy> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keySize: 2_048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  const server = createSecureServer({ key, cert }, (incoming, outgoing) => {
    const { url = '/', method, headers, socket } = incoming;
    const target = proxy.route(url);
    if (target === undefined) {
      outgoing.destroy();
      return;
    }
    const sent = headers['x-forwarded-for'];
    const peer = String(socket.remoteAddress).replace('::ffff:', '');
    const forwarded = {
      appends: sent === undefined ? peer : `${String(sent)}, ${peer}`,
      replaces: peer,
      nothing: sent,
    }[proxy.forwards];
    const passed = request(target, {
      method,
      headers: { ...headers, ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }) },
    });
    passed.on('response', (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    passed.on('error', () => outgoing.writeHead(502).end());
    passed.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: ReverseProxy = {
    ...{ port: (server.address() as AddressInfo).port, ca: cert, forwards: 'appends' },
    route: () => undefined,
    lookup: (_host, options, callback) =>
      options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

/** A mail server (RFC 5321, RFC 4954) that takes one user and password. */
export async function startMailServer(user: string, password: string): Promise<Running> {
  const wanted = Buffer.from(`\0${user}\0${password}`).toString('base64');
  const answerTo = (line: string): string => {
    if (line.startsWith('EHLO')) return '250-mail.test\r\n250 AUTH PLAIN';
    if (line.startsWith('AUTH PLAIN')) return line.endsWith(wanted) ? '235 welcome' : '535 no such user';
    return line.startsWith('QUIT') ? '221 bye' : '250 done';
  };
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.write('220 mail.test\r\n');
    socket.on('error', () => socket.destroy());
    const lines = createInterface(socket).on('line', (line) => socket.write(`${answerTo(line)}\r\n`));
    lines.on('error', () => lines.close());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
