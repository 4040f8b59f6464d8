import { bodyParser } from '@koa/bodyparser';
import { limits } from '../../../config/limits.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { PageError } from './page_error.ts';

/** The type of forms without files. */
export const URLENCODED = 'application/x-www-form-urlencoded';

/** Reads a posted form. Each field has one text value, never an object. */
export const readForm = formReader(limits.formBytes);

/** Reads a posted form up to this many bytes. */
export function formReader(bytes: number): Middleware {
  const parse = bodyParser({
    enableTypes: ['text'],
    extendTypes: { text: [URLENCODED] },
    textLimit: `${bytes}b`,
  });
  return async function readFields(ctx: Context, next: Next) {
    if (ctx.request.type.toLowerCase() !== URLENCODED) throw malformed(415);
    try {
      await parse(ctx, async () => undefined);
    } catch (error) {
      throw malformed((error as { status?: unknown }).status === 413 ? 413 : 400);
    }
    const { body } = ctx.request as { body?: unknown };
    const sent = new URLSearchParams(typeof body === 'string' ? body : '');
    const form = new Map(sent);
    if (form.size !== sent.size) throw malformed(400);
    ctx.state.form = form;
    await next();
  };
}

/** The value of a field; empty when it was not sent. */
export function field(ctx: Context, name: string): string {
  return ctx.state.form?.get(name) ?? '';
}

/** The number in a field; `NaN` where it has none, an empty field too. */
export function numberField(ctx: Context, name: string): number {
  const text = field(ctx, name).trim();
  return text === '' ? Number.NaN : Number(text);
}

/** What a form shows again of pasted metadata: nothing if it holds a private key. */
export function pastedAgain<T extends { readonly metadataFile: string }>(typed: T): T {
  return typed.metadataFile.includes('PRIVATE KEY-----') ? { ...typed, metadataFile: '' } : typed;
}

/** The refusal of a form that cannot be read. */
export function malformed(status: 400 | 413 | 415): PageError {
  return new PageError(
    status,
    status === 413 ? 'form_too_large' : 'form_malformed',
    'This form cannot be read',
    ['Go back, load the page again, and send the form once more.'],
  );
}
