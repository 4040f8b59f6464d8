import { text } from 'co-body';
import { limits } from '../../../config/limits.ts';
import { noticeOf } from '../../provisioning/resources.ts';
import { InvalidSyntax, InvalidValue, UnsupportedMediaType } from '../../scim/errors.ts';
import type { ResourceType } from '../../scim/schema/types.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { callerOf } from './authenticate.ts';
import { decodeBody } from './decode.ts';

/** RFC 7644 section 3.1: bodies are `application/scim+json`; clients also send plain JSON, or no type at all. */
export async function checkMediaType(ctx: Context, next: Next): Promise<void> {
  const type = ctx.request.type.toLowerCase();
  if (type !== '' && type !== 'application/scim+json' && type !== 'application/json' && type !== 'text/json')
    throw new UnsupportedMediaType('Send the body as application/scim+json or application/json.');
  await next();
}

/** Reads the body. What cannot be decompressed or decoded is as malformed as what cannot be parsed. */
export function parseBody(bytes: number): Middleware {
  return async function parseJson(ctx: Context, next: Next): Promise<void> {
    const body = await bytesOf(ctx, bytes);
    if (body.length === 0) throw new InvalidSyntax('The body is empty.');
    const json = decodeBody(body, ctx.request.charset, noticeOf(callerOf(ctx)));
    Object.assign(ctx.request, { body: parsed(json) });
    await next();
  };
}

async function bytesOf(ctx: Context, limit: number): Promise<Buffer> {
  if (!ctx.req.readable) throw new InvalidSyntax('The request ended before its body was read.');
  try {
    // Without an encoding, the text is the bytes.
    return (await text(ctx.req, { limit, encoding: '' })) as Buffer;
  } catch (error) {
    if (typeof (error as { status?: unknown }).status === 'number') throw error;
    throw new InvalidSyntax('The body cannot be decompressed.');
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new InvalidSyntax('The body is not well-formed JSON.');
  }
}

/** A JSON object of bounded depth and size, whose texts are well-formed Unicode. */
export function checkBody(nodes: number): Middleware {
  return async function checkJson(ctx: Context, next: Next): Promise<void> {
    const { body } = ctx.request as { body?: unknown };
    if (body === null || typeof body !== 'object' || Array.isArray(body))
      throw new InvalidSyntax('The body must be a JSON object.');
    checkTree(body, nodes);
    await next();
  };
}

/** A body may be larger where it may name the members of a group. */
export function readBody({ apart }: Partial<ResourceType> = {}): readonly Middleware[] {
  const [bytes, nodes] = apart
    ? [limits.groupBodyBytes, limits.groupJsonNodes]
    : [limits.scimBodyBytes, limits.jsonNodes];
  return [checkMediaType, parseBody(bytes), checkBody(nodes)];
}

function checkTree(root: object, most: number): void {
  let nodes = 0;
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limits.jsonDepth)
      throw new InvalidSyntax(`The body nests deeper than ${limits.jsonDepth} levels.`);
    const below: unknown[] = [];
    for (const value of level) {
      if (++nodes > most) throw new InvalidSyntax(`The body has more than ${most} values.`);
      if (typeof value === 'string' && !value.isWellFormed())
        throw new InvalidValue('A text of the body is not well-formed Unicode.');
      if (value === null || typeof value !== 'object') continue;
      if (Object.hasOwn(value, '__proto__'))
        throw new InvalidSyntax('The body has a key "__proto__", which no attribute can have.');
      for (const inner of Object.values(value)) below.push(inner);
    }
    level = below;
  }
}

/** The body that `readBody` has read and checked. */
export function bodyOf(ctx: Context): unknown {
  return (ctx.request as { body?: unknown }).body;
}
