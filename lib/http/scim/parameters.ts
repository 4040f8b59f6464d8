import { InvalidValue } from '../../scim/errors.ts';
import type { Context, Next } from '../types.ts';

/** The query parameters. One that is sent twice has no meaning, so it is refused (ASVS 15.3.7). */
export function parameters(ctx: Context): Record<string, string | undefined> {
  const single = Object.entries(ctx.query).map(([name, value]) => {
    if (Array.isArray(value)) throw new InvalidValue(`The query parameter ${name} is sent more than once.`);
    return [name, value] as const;
  });
  return Object.fromEntries(single);
}

/** Refuses such a parameter before anything is changed. */
export async function checkParameters(ctx: Context, next: Next): Promise<void> {
  parameters(ctx);
  await next();
}
