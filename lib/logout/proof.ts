import type { UnitStore } from '../audit/index.ts';
import { groupPaths, slugKey } from '../groups/index.ts';
import {
  BadJwt,
  endOfLife,
  idOfJwt,
  type KeySource,
  readJwt,
  shown,
  verifiedPayload,
} from '../integrations/index.ts';
import type { Secret } from '../kernel/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { holderOf, issuerOf } from './issuers.ts';
import { LogoutRefusal, refusing } from './refusal.ts';
import type { LogoutIssuer } from './types.ts';

export interface LogoutParts {
  readonly store: UnitStore;
  readonly pepper: Secret;
  readonly keysOf: KeySource;
  /** Throws when the issuer of a group sends too many messages. */
  readonly countMessage: (rootId: string) => Promise<void>;
}

/** What a JWT of an issuer must be, in addition to its claims and its signature. */
export interface Demands {
  /** Refuses the wrong `typ`. Throws `BadJwt`. */
  readonly checkType: (typ: string) => void;
  /** Checks the rest of the message, once the issuer of the JWT is known. Throws `LogoutRefusal`. */
  readonly checkBeside?: (issuer: LogoutIssuer) => void;
  readonly requiredClaims: readonly string[];
  readonly audiencesFor: (issuer: LogoutIssuer, typ: string) => readonly string[];
  /** Whether it may have several audiences. */
  readonly severalAudiences: boolean;
}

/** A JWT that the logout issuer of a group has signed for this endpoint. */
export interface Proved {
  readonly issuer: LogoutIssuer;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly jti: string;
  readonly expiresAt: number;
}

/**
 * Verifies that a JWT comes from the logout issuer of a group. Checks the issuer first: a caller who does not know it
 * gets the answer of a group without one. Throws `LogoutRefusal`.
 */
export async function prove(
  { store, keysOf, countMessage }: LogoutParts,
  group: string,
  jwt: string,
  demands: Demands,
): Promise<Proved> {
  const proved = await refusing(async () => {
    const written = await readJwt(jwt);
    demands.checkType(written.typ);
    const issuer = await issuerAt(store, group);
    if (!issuer) throw new LogoutRefusal('invalid_issuer', 'The group has no logout issuer.');
    const { iss } = written.payload;
    if (iss !== issuer.issuer)
      throw new LogoutRefusal('invalid_issuer', `The iss is ${shown(iss)}, not ${issuer.issuer}.`);
    demands.checkBeside?.(issuer);
    const now = store.now();
    const checks = { keysOf, now };
    const claims = ['iss', 'aud', 'jti', 'iat', ...demands.requiredClaims];
    const payload = await verifiedPayload(holderOf(issuer), jwt, written, claims, checks);
    checkAudience(payload.aud, demands.audiencesFor(issuer, written.typ), demands.severalAudiences);
    const jti = idOfJwt(payload);
    if (jti === undefined) throw new BadJwt('claim', 'it has no jti');
    return { issuer, payload, jti, expiresAt: endOfLife(payload, now) };
  });
  await countMessage(proved.issuer.rootId);
  return proved;
}

function checkAudience(aud: unknown, wanted: readonly string[], several: boolean): void {
  const named: readonly unknown[] = [aud].flat();
  const isOurs = named.some((one) => wanted.some((ours) => ours === one));
  if (!isOurs || (named.length > 1 && !several))
    throw new LogoutRefusal('invalid_audience', `The aud is ${shown(aud)}, not ${wanted.join(' or ')}.`);
}

/** The logout issuer of the group with this path, or this former path. */
async function issuerAt(reader: Reader, group: string): Promise<LogoutIssuer | undefined> {
  const path = await reader.get(groupPaths, PLATFORM, slugKey(group));
  return path && issuerOf(reader, path.rootId);
}
