import { hash } from 'node:crypto';

/** SHA-256 of the parts, in hex; no part can spill into the next. */
export function digest(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex');
}
