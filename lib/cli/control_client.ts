import { type IncomingMessage, request } from 'node:http';
import { z } from 'zod';
import { controlAddress } from './control_address.ts';
import { ToldElsewhere, Trouble } from './errors.ts';

const replyShape = z.union([
  z.object({ result: z.looseObject({}) }),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
]);

/** Nobody listens: no service uses this directory, or it died. */
const ABSENT = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);

/**
 * Lets the service that holds the directory run a command. Undefined when there is no service. Throws the command's
 * error as `ToldElsewhere`, and `Trouble` when the service does not answer.
 */
export async function askService(directory: string, name: string, args: object): Promise<object | undefined> {
  const response = await post(directory, '/run', JSON.stringify({ name, args }));
  if (!response) return undefined;
  return resultOf(await textOf(response));
}

/** The export of the running service, as a stream. Undefined when there is no service. */
export async function exportOfService(directory: string): Promise<AsyncIterable<Buffer> | undefined> {
  const response = await post(directory, '/export', '');
  if (!response) return undefined;
  if (response.statusCode !== 200) resultOf(await textOf(response));
  return response;
}

export async function isServed(directory: string): Promise<boolean> {
  const response = await post(directory, '/', '');
  response?.resume();
  return response !== undefined;
}

function resultOf(text: string): object {
  const reply = replyShape.safeParse(JSON.parse(text));
  if (!reply.success)
    throw new Trouble(
      'service_unreachable',
      'The running service gave an invalid answer. It may be of another version: restart it.',
    );
  if ('error' in reply.data) throw new ToldElsewhere(reply.data.error);
  return reply.data.result;
}

async function post(directory: string, path: string, body: string): Promise<IncomingMessage | undefined> {
  const socketPath = await controlAddress(directory);
  if (socketPath === undefined) return undefined;
  return new Promise((resolve, reject) => {
    const sent = request(
      { socketPath, agent: false, path, method: 'POST', headers: { 'content-type': 'application/json' } },
      resolve,
    );
    sent.once('error', (error: NodeJS.ErrnoException) => {
      if (ABSENT.has(error.code ?? '')) resolve(undefined);
      else reject(unreachable(error));
    });
    sent.end(body);
  });
}

function unreachable(error: NodeJS.ErrnoException): Trouble {
  const forbidden = error.code === 'EACCES' || error.code === 'EPERM';
  return new Trouble(
    'service_unreachable',
    forbidden
      ? 'The service runs as another user; run this command as that user.'
      : `The running service closed the connection: ${error.message}. Try again; its log has the reason.`,
    error,
  );
}

async function textOf(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response as AsyncIterable<string>) text += chunk;
  return text;
}
