import { InvalidFilter, InvalidSyntax, NoTarget, type ScimError } from '../errors.ts';
import { type Leniency, leniencies } from './leniencies.ts';

/** Leniencies that the standard allows. */
const allowed: ReadonlySet<string> = new Set<Leniency>(['value-repeated']);

/**
 * The error with which a strict integration answers a request that needs a leniency (draft-zollner-scim-interop-profile
 * section 5.3); undefined when the standard allows it. `dropped` is the attribute that no schema has.
 */
export function strictError(leniency: string, dropped?: string): ScimError | undefined {
  if (allowed.has(leniency)) return undefined;
  const why = `This integration is strict, and ${reasonOf(leniency as Leniency, dropped)}. Correct the request.`;
  if (leniency.startsWith('filter.')) return new InvalidFilter(why);
  return leniency === 'value-path-created' ? new NoTarget(why) : new InvalidSyntax(why);
}

function reasonOf(leniency: Leniency, dropped: string | undefined): string {
  if (leniency === 'password-ignored') return 'no schema has the attribute password';
  if (leniency === 'value-path-created') return 'the value path matches nothing';
  if (dropped !== undefined) return `no schema here has the attribute ${dropped.slice(0, 100)}`;
  return leniencies[leniency];
}
