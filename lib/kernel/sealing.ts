import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Runtime } from './runtime.ts';
import { type Secret, valuesOf } from './secret.ts';

/** What a sealed text is for. Each purpose has its own key. */
type SealPurpose = 'saml private keys' | 'webhook secrets' | 'event signing keys';

/** Encrypts `text` with AES-256-GCM and a key derived for its purpose. Decryption needs the same `context`. */
export function seal(
  secret: Buffer,
  runtime: Pick<Runtime, 'random'>,
  purpose: SealPurpose,
  context: string,
  text: string,
): string {
  const nonce = runtime.random(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, purpose), nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Decrypts a sealed text; undefined when the secret or the context differs, or the text was changed. */
export function unseal(
  secret: Secret,
  purpose: SealPurpose,
  context: string,
  sealed: string,
): string | undefined {
  for (const value of valuesOf(secret)) {
    const text = unsealWith(value, purpose, context, sealed);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The text sealed anew, if only the previous value of the secret opens it; otherwise undefined. */
export function resealed(
  secret: Secret,
  runtime: Pick<Runtime, 'random'>,
  purpose: SealPurpose,
  context: string,
  sealed: string,
): string | undefined {
  if (!secret.previous || unsealWith(secret, purpose, context, sealed) !== undefined) return undefined;
  const text = unsealWith(secret.previous, purpose, context, sealed);
  return text === undefined ? undefined : seal(secret, runtime, purpose, context, text);
}

function unsealWith(
  secret: Buffer,
  purpose: SealPurpose,
  context: string,
  sealed: string,
): string | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < 28) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, purpose), bytes.subarray(0, 12), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function keyOf(secret: Buffer, purpose: SealPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `rollcall ${purpose}`, 32));
}
