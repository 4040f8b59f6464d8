import { Agent, request } from 'node:http';

/** What goes over the wire, to the letter. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** Sends a request as written: no header but Host, Connection and Content-Length is added, the path is not encoded anew. */
export function exchange(sent: Sent): Promise<Reply> {
  const [, host = '', path = '/'] = /^http:\/\/([^/]+)(.*)$/s.exec(sent.url) ?? [];
  const { hostname, port } = new URL(`http://${host}`);
  const headers = [['Host', host] as const, ...sent.headers].flat();
  if (sent.body !== undefined) headers.push('Content-Length', String(Buffer.byteLength(sent.body)));
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { agent, hostname, port, path, method: sent.method, headers, setHost: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(sent.body);
  });
}

/** Closes the connections that `exchange` kept open. */
export function hangUp(): void {
  agent.destroy();
}
