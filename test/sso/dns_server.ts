import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What the server says to a question for TXT records. */
export interface Answer {
  readonly txt?: readonly (readonly string[])[];
  /** Where the name leads; the TXT records are there. */
  readonly cname?: string;
  /** RFC 1035 section 4.1.1: 2 is SERVFAIL, 3 NXDOMAIN, 5 REFUSED. */
  readonly rcode?: number;
  /** Says that there is more, which TCP does not answer. */
  readonly truncated?: true;
  /** These bytes behind the id, whatever was asked. */
  readonly raw?: Buffer;
  readonly silent?: true;
}

export interface DnsServer {
  /** `address:port`. */
  readonly address: string;
  /** Every name that was asked for, in order. */
  readonly asked: string[];
  readonly answers: Map<string, Answer>;
  close(): Promise<void>;
}

const TXT = 16;
const CNAME = 5;

/** A DNS server on a free loopback port that knows TXT records by their name, and says NXDOMAIN for all others. */
export async function dnsServer(): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  socket.on('message', (message, from) => {
    const name = nameIn(message);
    asked.push(name);
    const answer = answers.get(name) ?? { rcode: 3 };
    if (!answer.silent) socket.send(reply(message, answer), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    answers,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function reply(message: Buffer, { txt = [], cname, rcode = 0, truncated, raw }: Answer): Buffer {
  if (raw) return Buffer.concat([message.subarray(0, 2), raw]);
  const question = message.subarray(12, questionEnd(message));
  const owner = cname === undefined ? question.subarray(0, -4) : encodedName(cname);
  const records = [
    ...(cname === undefined ? [] : [resourceRecord(question.subarray(0, -4), CNAME, encodedName(cname))]),
    ...txt.map((strings) => resourceRecord(owner, TXT, Buffer.concat(strings.map(characterString)))),
  ];
  const header = Buffer.alloc(12);
  message.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (truncated ? 0x200 : 0) | rcode, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, question, ...records]);
}

function resourceRecord(owner: Buffer, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, fixed, data]);
}

function characterString(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function encodedName(name: string): Buffer {
  return Buffer.concat([...name.split('.').map(characterString), Buffer.from([0])]);
}

function nameIn(message: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; ; ) {
    const length = message.readUInt8(at);
    if (length === 0) return labels.join('.').toLowerCase();
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
}

function questionEnd(message: Buffer): number {
  return message.indexOf(0, 12) + 5;
}
