import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { exportLines, type Services } from '../operations/index.ts';
import { checkedArgs, type OperatorContext } from './command.ts';
import { commandNamed } from './commands.ts';
import { clearAddress, prepareAddress } from './control_address.ts';
import { reportOf, Trouble } from './errors.ts';

const requestShape = z.object({ name: z.string(), args: z.record(z.string(), z.unknown()) });

interface Control {
  /** The address that it listens on. */
  readonly address: string;
  /** Waits for running commands, then closes. */
  close(): Promise<void>;
}

/**
 * Runs the operator's commands in the process that holds the store: HTTP on a Unix socket in the data directory that
 * only this user may open. `POST /run` takes `{name, args}` and answers `{result}` or `{error}`; `POST /export`
 * streams.
 */
export async function serveControl(
  services: Services,
  context: OperatorContext,
  { directory }: { readonly directory: string },
): Promise<Control> {
  const running = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const answered = answer(services, context, request, response).finally(() => running.delete(answered));
    running.add(answered);
  });
  const address = await prepareAddress(directory);
  await listenPrivately(server, address);
  return {
    address,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), limits.controlDrain);
      await Promise.all([closed, ...running]);
      clearTimeout(cut);
      await clearAddress(directory);
    },
  };
}

/** Never throws: it reports an error to the client, or closes the connection. */
async function answer(
  services: Services,
  context: OperatorContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method === 'POST' && request.url === '/export') await stream(services, response);
    else if (request.method === 'POST' && request.url === '/run')
      reply(response, 200, { result: await run(services, context, request) });
    else reply(response, 404, { error: { code: 'unknown_command', message: 'no such address' } });
  } catch (error) {
    if (response.headersSent) response.destroy();
    else reply(response, 400, { error: reportOf(error) });
  }
}

async function run(services: Services, context: OperatorContext, request: IncomingMessage): Promise<object> {
  const { name, args } = checkedArgs(requestShape, JSON.parse(await bodyOf(request)));
  const command = commandNamed(name);
  if (!command)
    throw new Trouble(
      'unknown_command',
      `The running service does not know the command ${name}. Restart it first.`,
    );
  return command.run(services, context, args);
}

async function stream(services: Services, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson', connection: 'close' });
  await pipeline(Readable.from(endedLines(exportLines(services))), response);
}

async function* endedLines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limits.controlBodyBytes)
      throw new Trouble(
        'unknown_command',
        `The arguments are longer than ${limits.controlBodyBytes} bytes. Shorten them.`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Creates the socket without rights for other users; `listen` binds before it returns. */
async function listenPrivately(server: Server, address: string): Promise<void> {
  const before = process.umask(0o177);
  try {
    const listening = new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
    process.umask(before);
    await listening;
  } finally {
    process.umask(before);
  }
  await chmod(address, 0o600);
}
