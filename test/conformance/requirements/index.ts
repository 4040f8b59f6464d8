import { entra } from './entra.ts';
import { interop } from './interop.ts';
import { ipsie } from './ipsie.ts';
import { okta } from './okta.ts';
import { rfc7643 } from './rfc7643.ts';
import { rfc7644 } from './rfc7644.ts';
import { rfc9865 } from './rfc9865.ts';
import { rfc8935, rfc8936, rfc9967 } from './rfc9967.ts';
import type { Requirement, Source } from './types.ts';

export const sources: readonly Source[] = [
  ...[rfc7643, rfc7644, rfc9865, rfc9967, rfc8935, rfc8936],
  ...[interop, ipsie, entra, okta],
];

/** The title of the test of a requirement. */
export function titleOf({ name }: Source, { section, text }: Requirement): string {
  return `${name} ${section}: ${text}`;
}
