import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

/** The proxy in front of the processes. */
export interface Balancer {
  close(): Promise<void>;
}

interface Given {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/**
 * Sends each request to the next process in turn. Only where a process takes no connection does it ask another one: it
 * repeats nothing that may have arrived. Waits as long as a process takes.
 */
export async function balance(port: number, processes: readonly number[]): Promise<Balancer> {
  let turn = 0;
  const server = createServer(async (asked, answer) => {
    turn += 1;
    const inTurn = processes.map((_, at) => processes[(turn + at) % processes.length] ?? 0);
    await pass(asked, answer, inTurn);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function pass(asked: IncomingMessage, answer: ServerResponse, ports: readonly number[]): Promise<void> {
  try {
    const body = await whole(asked);
    const { status, headers, body: text } = await firstOf(ports, asked, body);
    const { connection: _connection, 'transfer-encoding': _encoding, ...kept } = headers;
    answer.writeHead(status, { ...kept, 'content-length': text.length }).end(text);
  } catch {
    answer.writeHead(502, { 'content-type': 'text/plain' }).end('No answer.');
  }
}

async function firstOf(ports: readonly number[], asked: IncomingMessage, body: Buffer): Promise<Given> {
  for (const port of ports) {
    try {
      return await ask(port, asked, body);
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
  }
  throw new Error('no process takes a connection');
}

async function ask(port: number, { method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer) {
  const { connection: _connection, 'transfer-encoding': _encoding, ...kept } = headers;
  const sent = request({
    ...{ host: '127.0.0.1', port, method, path: url, agent: false },
    headers: { ...kept, 'content-length': body.length, 'x-forwarded-for': '192.0.2.1' },
  });
  sent.end(body);
  const [got] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: got.statusCode ?? 502, headers: got.headers, body: await whole(got) };
}

/** Throws when the connection ends before the message does. */
async function whole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}
