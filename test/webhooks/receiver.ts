import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { type Listening, listening } from './listening.ts';

/** A webhook as its receiver sees it. */
export interface Got {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Receiver extends Listening {
  /** What arrived and was signed, in order. */
  readonly got: Got[];
  /** What arrived and was not signed by one of the secrets. */
  readonly forged: string[];
  /** The secrets with which it verifies; one of them must fit. */
  secrets: string[];
  /** What it answers; by default 204. */
  answer(got: Got): Answer | Promise<Answer>;
}

/** The product's side of a webhook, on a free loopback port. It verifies with `standardwebhooks`. */
export async function receiver(): Promise<Receiver> {
  const server = await listening(async ({ headers }, body, response) => {
    if (!made.secrets.some((secret) => isSigned(secret, body, headers))) {
      made.forged.push(body);
      response.writeHead(401).end();
      return;
    }
    const { type, timestamp, data } = JSON.parse(body) as Pick<Got, 'type' | 'timestamp' | 'data'>;
    const got = { id: String(headers['webhook-id']), type, timestamp, data, headers, body };
    made.got.push(got);
    const { status = 204, body: text, headers: given } = await made.answer(got);
    response.writeHead(status, given).end(text);
  });
  const made: Receiver = {
    ...server,
    got: [],
    forged: [],
    secrets: [],
    answer: () => ({}),
  };
  return made;
}

/** The library checks the time by the real clock: for a test with another clock it signs, and the signatures are compared. */
function isSigned(secret: string, body: string, headers: IncomingHttpHeaders): boolean {
  const webhook = new Webhook(secret);
  const at = Number(headers['webhook-timestamp']) * 1_000;
  try {
    if (Math.abs(at - Date.now()) > 240_000) {
      const own = webhook.sign(String(headers['webhook-id']), new Date(at), body);
      return String(headers['webhook-signature']).split(' ').includes(own);
    }
    webhook.verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}
