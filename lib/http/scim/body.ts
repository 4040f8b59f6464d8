import { isUtf8 } from 'node:buffer';
import { pipeline, type Transform } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import rawBody from 'raw-body';
import { limits } from '../../../config/limits.ts';
import { type Runtime, unhurried } from '../../kernel/index.ts';
import { noticeOf } from '../../provisioning/index.ts';
import {
  InvalidSyntax,
  type Notice,
  parseJson,
  type ResourceType,
  UnsupportedMediaType,
} from '../../scim/index.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { callerOf } from './authenticate.ts';
import { countBody, holdBody } from './memory.ts';
import { noteBody, noteText } from './provisioning_log.ts';

/** RFC 7644 section 3.1: bodies are `application/scim+json`. Clients also send plain JSON, or no type at all. */
export function checkMediaType(ctx: Context, next: Next): Promise<unknown> {
  const type = ctx.request.type.toLowerCase();
  if (type !== '' && type !== 'application/scim+json' && type !== 'application/json' && type !== 'text/json')
    throw new UnsupportedMediaType('Send the body as application/scim+json or application/json.');
  return next();
}

/** Reads a JSON object of limited size in steps; other requests run in between. */
export function parseBody(runtime: Runtime, bytes: number, nodes: number): Middleware {
  const bounds = { depth: limits.jsonDepth, nodes, keys: limits.jsonKeys, text: limits.jsonTextBytes };
  async function parsed(ctx: Context, sent: Buffer): Promise<unknown> {
    try {
      const json = utf8Of(sent, ctx.request.charset, noticeOf(callerOf(ctx)));
      return await unhurried(runtime, parseJson(json, bounds));
    } catch (error) {
      noteText(ctx, sent);
      throw error;
    }
  }

  return async function parseObject(ctx: Context, next: Next): Promise<void> {
    const sent = await bytesOf(ctx, bytes);
    await countBody(ctx, sent.length);
    if (sent.length === 0) throw new InvalidSyntax('The body is empty.');
    const body = await parsed(ctx, sent);
    noteBody(ctx, body, sent.length);
    if (body === null || typeof body !== 'object' || Array.isArray(body))
      throw new InvalidSyntax('The body must be a JSON object.');
    Object.assign(ctx.request, { body });
    await next();
  };
}

/** The limit is higher for a body that may name the members of a group. */
export function readBody(runtime: Runtime, { apart }: Partial<ResourceType> = {}): readonly Middleware[] {
  const [bytes, nodes] = apart
    ? [limits.groupBodyBytes, limits.groupJsonNodes]
    : [limits.scimBodyBytes, limits.jsonNodes];
  return [checkMediaType, holdBody(bytes), parseBody(runtime, bytes, nodes)];
}

async function bytesOf({ req }: Context, limit: number): Promise<Buffer> {
  if (!req.readable) throw new InvalidSyntax('The request ended before its body was read.');
  const { 'content-encoding': encoding = 'identity', 'content-length': length } = req.headers;
  try {
    if (encoding === 'identity') return await rawBody(req, { limit, length: length ?? null });
    return await rawBody(
      pipeline(req, decompressorFor(encoding), () => undefined),
      { limit },
    );
  } catch (error) {
    if (typeof (error as { status?: unknown }).status === 'number') throw error;
    throw new InvalidSyntax('The body cannot be decompressed.');
  }
}

function decompressorFor(encoding: string): Transform {
  if (encoding === 'gzip' || encoding === 'deflate') return createUnzip();
  if (encoding === 'br') return createBrotliDecompress();
  throw new UnsupportedMediaType('Send the body as it is, or encoded by gzip, deflate or br.');
}

/** The body that `readBody` has read and checked. */
export function bodyOf(ctx: Context): unknown {
  return (ctx.request as { body?: unknown }).body;
}

/** The byte order mark, which some clients send before a text. */
const MARK = Buffer.from('\ufeff');

/** The single-byte encodings of the WHATWG Encoding Standard, as TextDecoder names them. */
const SINGLE_BYTE = /^(ibm866|iso-8859-\d+(-i)?|koi8-[ru]|macintosh|windows-(874|125\d)|x-mac-cyrillic)$/;

/** The characters of the bytes 80 to 9F in windows-1252, which Node decodes as those of ISO-8859-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009dž\u009fŸ';

/**
 * The UTF-8 of a body, without a byte order mark. Valid UTF-8 counts as UTF-8 whatever charset is declared; other bytes
 * are read in the declared single-byte encoding. Throws `InvalidSyntax` when neither works, and for UTF-16, whose zero
 * bytes are not valid in JSON.
 */
function utf8Of(bytes: Buffer, charset: string, notice: Notice): Buffer {
  if (bytes.includes(0)) throw undecodable(charset);
  if (!isUtf8(bytes)) {
    const text = inSingleByte(bytes, charset);
    notice('charset-used');
    return Buffer.from(text);
  }
  if (charset !== '' && !/^utf-?8$/i.test(charset)) notice('charset-overruled');
  return bytes.subarray(0, MARK.length).equals(MARK) ? bytes.subarray(MARK.length) : bytes;
}

function inSingleByte(bytes: Buffer, charset: string): string {
  try {
    const decoder = new TextDecoder(charset, { fatal: true });
    if (!SINGLE_BYTE.test(decoder.encoding)) throw undecodable(charset);
    const text = decoder.decode(bytes);
    if (decoder.encoding !== 'windows-1252') return text;
    return text.replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char);
  } catch {
    throw undecodable(charset);
  }
}

function undecodable(charset: string): InvalidSyntax {
  const declared = charset === '' ? '' : ', nor is it text in the charset that the request declares';
  return new InvalidSyntax(`The body is not well-formed UTF-8${declared}. Send it as UTF-8.`);
}
