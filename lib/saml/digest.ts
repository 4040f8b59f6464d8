import { hash } from 'node:crypto';

/** The SHA-256 of the parts, in hex. The parts are delimited, so different parts never share an input. */
export function digest(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex');
}
