import type { JWK } from 'jose';
import { z } from 'zod';
import { limits } from '../../../config/limits.ts';
import type { Unit, UnitStore } from '../../audit/index.ts';
import { DAY, hasPassed, type Outbound, OutboundError } from '../../kernel/index.ts';
import type { Collection, Doc } from '../../store/index.ts';

/** The public keys of an issuer as they were fetched last. The `id` is that of the holder. */
interface KeySet extends Doc {
  /** The integration of a federation, or the top-level group of a logout issuer. */
  readonly integrationId: string;
  readonly keys: readonly JWK[];
  /** The last fetch that succeeded, and the last one of all. */
  readonly fetchedAt: number;
  readonly askedAt: number;
  /** Fetches that have failed since then. */
  readonly failures: number;
  readonly problem?: string;
  readonly expiresAt: number;
}

export const keySets: Collection<KeySet> = {
  name: 'key_sets',
  scope: 'integrationId',
  unique: {},
  indexes: {},
  expires: 'expiresAt',
};

interface KeyParts {
  readonly store: UnitStore;
  readonly outbound: Pick<Outbound, 'get'>;
}

/** What trusts the keys of a JWKS URL. */
export interface KeyHolder {
  /** The integration of a federation, or the top-level group of a logout issuer. */
  readonly scope: string;
  readonly id: string;
  readonly jwksUrl: string;
  /** Tells the owners after some failures in a row. */
  warn(unit: Unit, problem: string): Promise<void>;
}

/** The keys that may be used now, and why there are no newer ones. */
interface UsableKeys {
  readonly keys: readonly JWK[];
  readonly problem?: string;
}

export type KeySource = (holder: KeyHolder, kid: string | undefined) => Promise<UsableKeys>;

/**
 * Finds the keys of issuers. Known keys are used for an hour; an older or unknown one asks the JWKS URL, with a floor
 * between two asks. While that does not answer, known keys work for a day.
 */
export function keySource({ store, outbound }: KeyParts): KeySource {
  const running = new Map<string, Promise<KeySet>>();

  async function refreshed(holder: KeyHolder): Promise<KeySet> {
    const { id } = holder;
    const already = running.get(id);
    if (already) return already;
    const started = refresh(holder).finally(() => running.delete(id));
    running.set(id, started);
    return started;
  }

  async function refresh(holder: KeyHolder): Promise<KeySet> {
    const found = await fetchKeys(outbound, holder.jwksUrl);
    return store.transaction((unit) => save(unit, holder, found));
  }

  return async (holder, kid) => {
    const now = store.now();
    const known = await store.get(keySets, holder.scope, holder.id);
    const isKnown = known?.keys.some((key) => kid === undefined || key.kid === kid) === true;
    const isFresh = known !== undefined && !hasPassed(known.fetchedAt, limits.jwksFreshMs, now);
    const mayAsk = known === undefined || hasPassed(known.askedAt, limits.jwksFloorMs, now);
    const set = (isKnown && isFresh) || !mayAsk ? known : await refreshed(holder);
    return usable(set, store.now());
  };
}

function usable(set: KeySet | undefined, now: number): UsableKeys {
  if (!set) return { keys: [] };
  const problem = set.problem === undefined ? {} : { problem: set.problem };
  return { keys: hasPassed(set.fetchedAt, limits.jwksStaleMs, now) ? [] : set.keys, ...problem };
}

type Found = { readonly keys: readonly JWK[] } | { readonly problem: string };

const jwks = z.object({ keys: z.array(z.unknown()) });
const publicKey = z.object({
  kty: z.enum(['RSA', 'EC', 'OKP']),
  kid: z.string().exactOptional(),
  use: z.string().exactOptional(),
  alg: z.string().exactOptional(),
  crv: z.string().exactOptional(),
  n: z.string().exactOptional(),
  e: z.string().exactOptional(),
  x: z.string().exactOptional(),
  y: z.string().exactOptional(),
});

/** Only the public parts of keys of asymmetric algorithms. */
async function fetchKeys(outbound: Pick<Outbound, 'get'>, url: string): Promise<Found> {
  try {
    const { text } = await outbound.get(url, undefined, 'application/jwk-set+json, application/json');
    const { keys } = jwks.parse(JSON.parse(text));
    const found = keys.flatMap((key) => publicKey.safeParse(key).data ?? []);
    if (found.length === 0) return { problem: `${url} has no public key` };
    return { keys: found.slice(0, limits.jwksKeys) };
  } catch (error) {
    return { problem: error instanceof OutboundError ? error.message : `${url} has no JWKS` };
  }
}

async function save(unit: Unit, holder: KeyHolder, found: Found): Promise<KeySet> {
  const { scope, id } = holder;
  const before = await unit.get(keySets, scope, id);
  const now = unit.now();
  const failures = 'keys' in found ? 0 : (before?.failures ?? 0) + 1;
  const next = {
    id,
    integrationId: scope,
    keys: 'keys' in found ? found.keys : (before?.keys ?? []),
    fetchedAt: 'keys' in found ? now : (before?.fetchedAt ?? 0),
    askedAt: now,
    failures,
    ...('problem' in found ? { problem: found.problem } : {}),
    expiresAt: now + limits.jwksStaleMs + DAY,
  };
  if ('problem' in found && failures === limits.jwksFailures) await holder.warn(unit, found.problem);
  return before ? unit.update(keySets, { ...next, v: before.v }) : unit.insert(keySets, next);
}
