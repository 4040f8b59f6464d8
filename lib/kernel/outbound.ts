import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import ipaddr from 'ipaddr.js';
import type { Agent } from 'undici';
import { limits } from '../../config/limits.ts';
import { textOfFile } from './file_text.ts';

type OutboundCode =
  | 'not_a_url'
  | 'not_https'
  | 'credentials'
  | 'port'
  | 'private_address'
  | 'unresolvable'
  | 'unreachable'
  | 'timeout'
  | 'redirect'
  | 'status'
  | 'too_large';

/** An outbound request was refused or failed. `message` is a sentence for the owner. */
export class OutboundError extends Error {
  readonly code: OutboundCode;

  constructor(code: OutboundCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

export interface Fetched {
  readonly status: 200 | 304;
  readonly text: string;
  readonly etag?: string;
}

/** What is posted to another server. */
interface Posted {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The answer to a post, whatever its status. */
export interface Answered {
  readonly status: number;
  /** The beginning of the body. */
  readonly text: string;
  /** Milliseconds that the server asks to wait (`Retry-After`). */
  readonly retryAfter?: number;
}

export interface Outbound {
  /** For tests: allows private addresses and plain http. */
  readonly allowPrivate: boolean;
  /**
   * Fetches a document. Connects only to public addresses over https on port 443, follows no redirect, and limits time
   * and size. Throws `OutboundError`.
   */
  get(url: string, etag?: string, accept?: string): Promise<Fetched>;
}

export interface Poster {
  /** Posts a document under the rules of `Outbound`, and returns any answer. Throws `OutboundError`. */
  post(url: string, posted: Posted): Promise<Answered>;
}

type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

export interface OutboundOptions {
  /** Allows private addresses, plain http and other ports: for tests. */
  readonly allowPrivate?: boolean;
  readonly resolve?: Resolve;
}

/** All allocated IPv6 space (RFC 4291 2.4, the IANA registry); `::/96` and similar ranges are outside. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

const USER_AGENT = 'Rollcall';
const SAML_METADATA = 'application/samlmetadata+xml, application/xml, text/xml';

/** The only way to make an outbound request to an address that another person has chosen. */
export function outbound({
  allowPrivate = false,
  resolve = resolveAll,
}: OutboundOptions = {}): Outbound & Poster {
  let agent: Agent | undefined;
  let poster: Agent | undefined;
  return {
    allowPrivate,
    async get(text, etag, accept = SAML_METADATA) {
      const url = checkedUrl(text, allowPrivate);
      // Loaded late: it takes a tenth of the start, and most installations never need it.
      const undici = await import('undici');
      agent ??= new undici.Agent({
        connect: { lookup: guardedLookup(resolve, allowPrivate), timeout: limits.fetchConnectMs },
        headersTimeout: limits.fetchConnectMs,
        bodyTimeout: limits.fetchConnectMs,
        maxResponseSize: limits.fetchedBytes,
        connections: 2,
        pipelining: 1,
        keepAliveTimeout: 1,
        keepAliveMaxTimeout: 1,
      });
      try {
        const { statusCode, headers, body } = await undici.request(url, {
          dispatcher: agent,
          signal: AbortSignal.timeout(limits.fetchMs),
          headers: {
            'user-agent': USER_AGENT,
            accept,
            ...(etag === undefined ? {} : { 'if-none-match': etag }),
          },
        });
        if (statusCode !== 200) await body.dump({ limit: limits.fetchedBytes });
        if (statusCode >= 300 && statusCode < 400 && statusCode !== 304)
          throw new OutboundError('redirect', `${url.host} redirects elsewhere; enter the final URL`);
        if (statusCode !== 200 && statusCode !== 304)
          throw new OutboundError('status', `${url.host} answers ${statusCode}`);
        const given = headers.etag;
        return {
          status: statusCode,
          text: statusCode === 200 ? textOfFile(await body.bytes()) : '',
          ...(typeof given === 'string' && given.length <= 1_024 ? { etag: given } : {}),
        };
      } catch (error) {
        throw outboundError(error, url.host);
      }
    },
    async post(text, { body: sent, headers: given }) {
      const url = checkedUrl(text, allowPrivate);
      const undici = await import('undici');
      poster ??= new undici.Agent({
        connect: { lookup: guardedLookup(resolve, allowPrivate), timeout: limits.fetchConnectMs },
        headersTimeout: limits.webhookMs,
        bodyTimeout: limits.webhookMs,
        connections: limits.webhookAtOnce,
        pipelining: 1,
        keepAliveTimeout: limits.webhookKeepAliveMs,
        keepAliveMaxTimeout: limits.webhookKeepAliveMs,
      });
      try {
        const { statusCode, headers, body } = await undici.request(url, {
          method: 'POST',
          dispatcher: poster,
          signal: AbortSignal.timeout(limits.webhookMs),
          headers: { 'user-agent': USER_AGENT, ...given },
          body: sent,
        });
        const wait = waitOf(headers['retry-after']);
        return {
          status: statusCode,
          text: await beginningOf(body, limits.webhookAnswerBytes),
          ...(wait === undefined ? {} : { retryAfter: wait }),
        };
      } catch (error) {
        throw outboundError(error, url.host);
      }
    },
  };
}

/** The first bytes of a body as text. Closes the connection of a longer one. */
async function beginningOf(body: AsyncIterable<Uint8Array>, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most).toString('utf8');
}

/** The seconds of `Retry-After`, in milliseconds; undefined for a date or anything else. */
function waitOf(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : undefined;
}

/**
 * Whether an address is on the public internet: not private, loopback, link-local, reserved, or an embedding of one of
 * these.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(globalUnicast);
}

/** The URL to fetch, without a dot at the end of its host. Throws `OutboundError`. */
export function checkedUrl(text: string, allowPrivate = false): URL {
  if (!URL.canParse(text)) throw new OutboundError('not_a_url', `${text.slice(0, 200)} is not a URL`);
  const url = new URL(text);
  const isHttps = url.protocol === 'https:' || (allowPrivate && url.protocol === 'http:');
  if (!isHttps) throw new OutboundError('not_https', 'the URL must begin with https://');
  if (url.username || url.password)
    throw new OutboundError('credentials', 'the URL must not hold a password');
  if (url.port !== '' && !allowPrivate) throw new OutboundError('port', 'the URL must not name a port');
  url.hostname = url.hostname.replace(/\.+$/, '');
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && ipaddr.isValid(literal) && !isPublic(literal)) throw privateAddress(url.hostname);
  return url;
}

/** A lookup for sockets. Fails unless all addresses are public. */
function guardedLookup(resolve: Resolve, allowPrivate: boolean): LookupFunction {
  const guarded = callbackify((host: string) => guardedAddresses(resolve, allowPrivate, host));
  return (host, options, callback) => {
    guarded(host, (error, found) => {
      const first = found?.[0];
      if (error || !first) callback(error ?? new OutboundError('unresolvable', `${host} has no address`), '');
      else if (options.all) callback(null, [...found]);
      else callback(null, first.address, first.family);
    });
  };
}

async function guardedAddresses(resolve: Resolve, allowPrivate: boolean, host: string) {
  const found = await resolve(host).catch((error: unknown) => {
    throw new OutboundError('unresolvable', `${host} cannot be found`, error);
  });
  if (!allowPrivate && !found.every(({ address }) => isPublic(address))) throw privateAddress(host);
  return found;
}

function privateAddress(host: string): OutboundError {
  return new OutboundError('private_address', `${host} is not a public address`);
}

function resolveAll(host: string) {
  return systemLookup(host, { all: true, verbatim: true });
}

function outboundError(error: unknown, host: string): OutboundError {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OutboundError) return cause;
  }
  const name = error instanceof Error ? `${error.name} ${error.message}` : '';
  if (/ResponseExceededMaxSize/.test(name))
    return new OutboundError('too_large', `${host} sends too much`, error);
  if (/Timeout|Abort/.test(name)) return new OutboundError('timeout', `${host} takes too long`, error);
  return new OutboundError('unreachable', `${host} cannot be reached`, error);
}
