import { isUtf8 } from 'node:buffer';
import { InvalidValue } from '../../scim/index.ts';
import type { Context, Next } from '../types.ts';

/**
 * The query parameters. Refuses a repeated one, which has no meaning (ASVS 15.3.7), and bytes that are not UTF-8, which
 * would become other characters.
 */
export function parameters(ctx: Context): Record<string, string | undefined> {
  if (!isUtf8(bytesOf(ctx.querystring)))
    throw new InvalidValue('The query is not well-formed UTF-8. Percent-encode its characters as UTF-8.');
  const single = Object.entries(ctx.query).map(([name, value]) => {
    if (Array.isArray(value)) throw new InvalidValue(`The query parameter ${name} is sent more than once.`);
    return [name, value] as const;
  });
  return Object.fromEntries(single);
}

/** Refuses invalid parameters before anything is changed. */
export function checkParameters(ctx: Context, next: Next): Promise<unknown> {
  parameters(ctx);
  return next();
}

/** The bytes of a percent-encoded query. */
function bytesOf(query: string): Buffer {
  const unescaped = query.replace(/%([\da-f]{2})/gi, (_escape, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(unescaped, 'latin1');
}
