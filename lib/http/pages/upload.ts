import rawBody from 'raw-body';
import { limits } from '../../../config/limits.ts';
import type { Context, Next } from '../types.ts';
import { formReader, malformed, URLENCODED } from './form.ts';

const readLongForm = formReader(limits.uploadBytes);

/**
 * Reads a posted form with files (`multipart/form-data`). A field that is a file has the text of the file, which is empty
 * where none was chosen. A form without files may be URL-encoded.
 */
export async function readUpload(ctx: Context, next: Next): Promise<unknown> {
  if (ctx.request.type.toLowerCase() === URLENCODED) return readLongForm(ctx, next);
  if (ctx.request.type.toLowerCase() !== 'multipart/form-data') throw malformed(415);
  const form = await parts(ctx.get('content-type'), await bytesOf(ctx));
  const names = [...form.keys()];
  if (new Set(names).size !== names.length) throw malformed(400);
  const fields = new Map<string, string>();
  for (const [name, value] of form) fields.set(name, typeof value === 'string' ? value : await value.text());
  ctx.state.form = fields;
  return next();
}

async function bytesOf({ req }: Context): Promise<Buffer> {
  try {
    return await rawBody(req, {
      limit: limits.uploadBytes,
      length: req.headers['content-length'] ?? null,
    });
  } catch (error) {
    throw malformed((error as { status?: unknown }).status === 413 ? 413 : 400);
  }
}

async function parts(type: string, body: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch {
    throw malformed(400);
  }
}
