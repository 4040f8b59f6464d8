import { type IncomingHttpHeaders, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { TLSSocket } from 'node:tls';
import { limits } from '../../../config/limits.ts';
import type { Reach } from '../types.ts';

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The beginning of the body. */
  readonly text: string;
  /** When the certificate of the connection ends. */
  readonly certificateEnds?: number;
}

/** One GET to an address of the operator, without redirects. Throws the error of the connection. */
export function get(url: string, headers: Readonly<Record<string, string>>, reach: Reach): Promise<Got> {
  const request = url.startsWith('https:') ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const options = { agent: false, headers, signal: AbortSignal.timeout(limits.doctorMs), ...reach };
    const sent = request(url, options, (response) => {
      const { statusCode: status = 0, headers: answered, socket } = response;
      const ends = socket instanceof TLSSocket ? { certificateEnds: endOf(socket) } : {};
      beginningOf(response).then((text) => resolve({ status, headers: answered, text, ...ends }), reject);
    });
    sent.once('error', reject);
    sent.end();
  });
}

function endOf(socket: TLSSocket): number {
  return Date.parse(socket.getPeerCertificate().valid_to);
}

async function beginningOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of response.setEncoding('utf8') as AsyncIterable<string>) {
    text += piece;
    if (text.length > limits.doctorAnswerChars) break;
  }
  return text;
}
