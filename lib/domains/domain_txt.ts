import { Resolver } from 'node:dns/promises';
import { limits } from '../../config/limits.ts';

/** The answer of DNS for a name: its TXT records, each as one text; no record; or a failure without an answer. */
type TxtAnswer =
  | { readonly kind: 'records'; readonly values: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'failure'; readonly code: string };

export type LookUpTxt = (name: string) => Promise<TxtAnswer>;

/** The codes for a name that does not exist, and for a name without a record of this type (RFC 1035). */
const NONE: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Makes a function that asks these DNS servers (`address` or `address:port`), or those of the machine, for TXT records.
 * The servers must be resolvers, which follow CNAMEs. The function never throws, and returns within `limits.dnsMs`.
 */
export function txtLookup(servers: readonly string[]): LookUpTxt {
  return async (name) => {
    const resolver = new Resolver({ timeout: limits.dnsTryMs, tries: limits.dnsTries });
    if (servers.length > 0) resolver.setServers(servers);
    const bound = setTimeout(() => resolver.cancel(), limits.dnsMs);
    try {
      // A long text is split into several strings of one record (RFC 1035 section 3.3.14).
      const values = (await resolver.resolveTxt(name)).map((strings) => strings.join(''));
      return values.length === 0 ? { kind: 'none' } : { kind: 'records', values };
    } catch (error) {
      const code = codeOf(error);
      return NONE.has(code) ? { kind: 'none' } : { kind: 'failure', code };
    } finally {
      clearTimeout(bound);
    }
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
