import { isUtf8 } from 'node:buffer';
import rawBody from 'raw-body';
import { limits } from '../../../config/limits.ts';
import { type Runtime, unhurried } from '../../kernel/index.ts';
import { InvalidSyntax, parseJson, UnsupportedMediaType } from '../../scim/index.ts';
import type { Context } from '../types.ts';

const bounds = {
  depth: limits.jsonDepth,
  nodes: limits.jsonNodes,
  keys: limits.jsonKeys,
  text: limits.apiBodyBytes,
};

export interface JsonBody {
  /** The bytes as sent. */
  readonly sent: Buffer;
  readonly object: Record<string, unknown>;
}

/** The JSON object in the body of a request; empty without a body. Throws `ScimError`. */
export async function jsonBody(ctx: Context, runtime: Runtime): Promise<JsonBody> {
  const { 'content-length': length, 'content-encoding': encoding } = ctx.req.headers;
  if (encoding !== undefined && encoding !== 'identity')
    throw new UnsupportedMediaType('Send the body as it is, without an encoding.');
  const sent = await rawBody(ctx.req, { limit: limits.apiBodyBytes, length: length ?? null });
  if (sent.length === 0) return { sent, object: {} };
  if (ctx.request.type.toLowerCase() !== 'application/json')
    throw new UnsupportedMediaType('Send the body as application/json.');
  if (!isUtf8(sent)) throw new InvalidSyntax('The body is not UTF-8.');
  const object = await unhurried(runtime, parseJson(sent, bounds));
  if (!isObject(object)) throw new InvalidSyntax('The body must be a JSON object.');
  return { sent, object };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
