import { createHmac, hkdfSync } from 'node:crypto';

/**
 * A secret of the installation. While it is replaced, another value of it counts too: for reading what was written with
 * it, never for writing.
 */
export interface Secret extends Buffer {
  readonly previous?: Buffer;
}

/** A secret with its other value, if there is one. The buffer itself is a copy. */
export function secretOf(value: Uint8Array, previous?: Uint8Array): Secret {
  return Object.assign(Buffer.from(value), previous ? { previous: Buffer.from(previous) } : {});
}

/** The values that count for reading; the one that writes comes first. */
export function valuesOf(secret: Secret): readonly Buffer[] {
  return secret.previous ? [secret, secret.previous] : [secret];
}

const fingerprints = new WeakMap<Buffer, string>();

/** Distinguishes secrets and reveals none. Stores and exports contain it, so it cannot change. */
export function fingerprint(secret: Buffer): string {
  const known = fingerprints.get(secret);
  if (known !== undefined) return known;
  const made = createHmac('sha256', secret).update('rollcall export').digest('hex').slice(0, 16);
  fingerprints.set(secret, made);
  return made;
}

/** A secret of 32 bytes for one purpose, with its other value (HKDF, RFC 5869). */
export function derived(secret: Secret, purpose: string): Secret {
  const [value, previous] = valuesOf(secret).map((one) =>
    Buffer.from(hkdfSync('sha256', one, '', purpose, 32)),
  );
  return secretOf(value ?? Buffer.alloc(0), previous);
}
