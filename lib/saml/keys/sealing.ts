import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Runtime } from '../../kernel/index.ts';

/** Encrypts `text` with AES-256-GCM and a key derived for this purpose. Decryption needs the same `context`. */
export function seal(
  secret: Buffer,
  runtime: Pick<Runtime, 'random'>,
  context: string,
  text: string,
): string {
  const nonce = runtime.random(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Decrypts a sealed text; undefined when the secret or the context differs, or the text was changed. */
export function unseal(secret: Buffer, context: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < 28) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, 12), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function keyOf(secret: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'rollcall saml private keys', 32));
}
