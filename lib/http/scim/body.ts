import { pipeline, type Transform } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import rawBody from 'raw-body';
import { limits } from '../../../config/limits.ts';
import { type Runtime, unhurried } from '../../kernel/index.ts';
import { noticeOf } from '../../provisioning/index.ts';
import { InvalidSyntax, parseJson, type ResourceType, UnsupportedMediaType } from '../../scim/index.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { callerOf } from './authenticate.ts';
import { utf8Of } from './decode.ts';
import { countBody, holdBody } from './memory.ts';

/** RFC 7644 section 3.1: bodies are `application/scim+json`. Clients also send plain JSON, or no type at all. */
export async function checkMediaType(ctx: Context, next: Next): Promise<void> {
  const type = ctx.request.type.toLowerCase();
  if (type !== '' && type !== 'application/scim+json' && type !== 'application/json' && type !== 'text/json')
    throw new UnsupportedMediaType('Send the body as application/scim+json or application/json.');
  await next();
}

/** Reads a JSON object of limited size in steps; other requests run in between. */
export function parseBody(runtime: Runtime, bytes: number, nodes: number): Middleware {
  const bounds = { depth: limits.jsonDepth, nodes, keys: limits.jsonKeys, text: limits.jsonTextBytes };
  return async function parseObject(ctx: Context, next: Next): Promise<void> {
    const sent = await bytesOf(ctx, bytes);
    await countBody(ctx, sent.length);
    if (sent.length === 0) throw new InvalidSyntax('The body is empty.');
    const json = utf8Of(sent, ctx.request.charset, noticeOf(callerOf(ctx)));
    const body = await unhurried(runtime, parseJson(json, bounds));
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
