import { bodyParser } from '@koa/bodyparser';
import { limits } from '../../../config/limits.ts';
import { InvalidSyntax, InvalidValue, UnsupportedMediaType } from '../../scim/errors.ts';
import type { ResourceType } from '../../scim/schema/types.ts';
import type { Context, Middleware, Next } from '../types.ts';

/** What the parser says of a key that would change the prototype of an object. */
const FORBIDDEN_KEY = 'Object contains forbidden prototype property';

/** RFC 7644 section 3.1: bodies are `application/scim+json`; clients also send plain JSON, or no type at all. */
export async function checkMediaType(ctx: Context, next: Next): Promise<void> {
  const type = ctx.request.type.toLowerCase();
  if (type !== '' && type !== 'application/scim+json' && type !== 'application/json' && type !== 'text/json')
    throw new UnsupportedMediaType('Send the body as application/scim+json or application/json.');
  const charset = ctx.request.charset.toLowerCase();
  if (charset !== '' && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii')
    throw new UnsupportedMediaType('Send the body as UTF-8.');
  await next();
}

/** Reads the body. What cannot be decompressed or decoded is as malformed as what cannot be parsed. */
export function parseBody(bytes: number): Middleware {
  const parse = bodyParser({
    enableTypes: ['json'],
    jsonLimit: bytes,
    detectJSON: () => true,
  }) as unknown as Middleware;
  return async function parseJson(ctx: Context, next: Next): Promise<void> {
    try {
      await parse(ctx, async () => undefined);
    } catch (error) {
      if (error instanceof SyntaxError && error.message === FORBIDDEN_KEY)
        throw new InvalidSyntax('The body has a key "__proto__", which no attribute can have.');
      if (typeof (error as { status?: unknown }).status === 'number') throw error;
      throw new InvalidSyntax('The body cannot be decoded.');
    }
    const { rawBody = '' } = ctx.request as { rawBody?: string };
    if (rawBody === '') throw new InvalidSyntax('The body is empty.');
    // What the decoder puts where bytes are no UTF-8.
    if (rawBody.includes('\ufffd')) throw new InvalidSyntax('The body is not well-formed UTF-8.');
    await next();
  };
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
      if (value !== null && typeof value === 'object')
        for (const inner of Object.values(value)) below.push(inner);
    }
    level = below;
  }
}

/** The body that `readBody` has read and checked. */
export function bodyOf(ctx: Context): unknown {
  return (ctx.request as { body?: unknown }).body;
}
