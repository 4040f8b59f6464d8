import { bodyParser } from '@koa/bodyparser';
import { LogoutRefusal } from '../../logout/index.ts';
import type { Context, Middleware, Next } from '../types.ts';

/** Reads the text of a body of one media type, up to this many bytes. */
export function textReader(type: string, bytes: number): Middleware {
  const parse = bodyParser({
    enableTypes: ['text'],
    extendTypes: { text: [type] },
    textLimit: `${bytes}b`,
  });
  return async function readText(ctx: Context, next: Next) {
    if (ctx.request.type.toLowerCase() !== type)
      throw new LogoutRefusal('invalid_subject', `The body is not of the type ${type}.`);
    await parse(ctx, async () => undefined);
    await next();
  };
}

/** The text that `textReader` read. */
export function sentText(ctx: Context): string {
  const { body } = ctx.request as { body?: unknown };
  return typeof body === 'string' ? body : '';
}
