import { hash, verify } from '@node-rs/argon2';
import type { Runtime } from '../kernel/index.ts';

/** argon2id (the default of the library) with the values of the OWASP cheat sheet: 19 MiB, two passes, one lane. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2ID);
}

export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password);
}

/** A first password with 120 random bits, in base64url. */
export function newPassword({ random }: Pick<Runtime, 'random'>): string {
  return random(15).toString('base64url');
}
