import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

export type Send = (request: string) => Promise<Reply>;

const NOTHING = Buffer.alloc(0);
const LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * A keep-alive connection that sends one request and reads one reply at a time: as little HTTP/1.1 as the servers of
 * the bench need, so that the client, which shares the machine with them, takes little of it.
 */
export class Connection {
  readonly #socket: Socket;
  #held: Buffer = NOTHING;
  #status = 0;
  /** Where the body begins and ends in `#held`; -1 while the headers are not complete. */
  #from = -1;
  #to = -1;
  #waiting: { resolve(reply: Reply): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  /** Sends a whole request, as text in ASCII. */
  send(request: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error('the connection is closed'));
      this.#waiting = { resolve, reject };
      this.#socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    if (this.#from < 0 && !this.#readHead()) return;
    if (this.#held.length < this.#to) return;
    const reply = { status: this.#status, body: this.#held.subarray(this.#from, this.#to) };
    const waiting = this.#waiting;
    this.#held = NOTHING;
    this.#from = -1;
    this.#waiting = undefined;
    waiting?.resolve(reply);
  }

  #readHead(): boolean {
    const end = this.#held.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const head = this.#held.toString('latin1', 0, end);
    if (/\r\ntransfer-encoding:/i.test(head)) this.#fail(new Error('the reply comes in chunks'));
    this.#status = Number(head.slice(9, 12));
    this.#from = end + 4;
    this.#to = this.#from + Number(LENGTH.exec(head)?.[1] ?? 0);
    return true;
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

/** The text of a request. */
export function requestText(method: string, path: string, token?: string, body?: object): string {
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Accept: application/scim+json',
    'User-Agent: rollcall-bench',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
  ];
  if (body === undefined) return `${head.join('\r\n')}\r\n\r\n`;
  const text = JSON.stringify(body);
  head.push('Content-Type: application/scim+json', `Content-Length: ${text.length}`);
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}
