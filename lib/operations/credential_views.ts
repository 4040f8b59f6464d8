import { accounts } from '../accounts/index.ts';
import {
  type Client,
  type Credential,
  type Integration,
  isLive,
  meaningOf,
  type TokenUse,
  type Trust,
  tokenUses,
} from '../integrations/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { iso } from './views.ts';

export type CredentialKind = 'token' | Client['kind'];

export interface CredentialView {
  readonly id: string;
  readonly kind: CredentialKind;
  readonly name: string;
  /** The last four characters of the secret. */
  readonly hint?: string;
  /** What the assertions of a federation must say. */
  readonly trust?: Trust;
  readonly state: 'live' | 'expired' | 'revoked';
  readonly scopes: readonly string[];
  readonly cidrs: readonly string[];
  readonly createdAt: string;
  /** The username of the owner who created it; absent for the operator, or if it is unknown. */
  readonly createdBy?: string;
  readonly expiresAt: string;
  readonly revokedAt?: string;
  readonly lastUsed?: { readonly at: string; readonly ip: string; readonly userAgent: string };
}

function kindOf(credential: Credential): CredentialKind {
  return 'kind' in credential ? credential.kind : 'token';
}

/** A credential in a sentence: `the token Okta`. */
export function worded(credential: Credential): string {
  return `the ${kindOf(credential)} ${credential.name}`;
}

/** A credential with its last use and its maker. */
export async function credentialView(
  reader: Reader,
  integration: Integration,
  credential: Credential,
  now: number,
): Promise<CredentialView> {
  const { createdBy } = credential;
  const [use, maker] = await Promise.all([
    reader.get(tokenUses, integration.id, credential.id),
    createdBy === undefined ? undefined : reader.get(accounts, PLATFORM, createdBy),
  ]);
  return {
    ...lifeOf(credential, now),
    kind: kindOf(credential),
    ...('hint' in credential ? { hint: credential.hint } : {}),
    ...('trust' in credential ? { trust: credential.trust } : {}),
    ...(maker ? { createdBy: maker.username } : {}),
    ...lastUse(use),
  };
}

/** What the views of all kinds show. */
export function lifeOf(credential: Credential, now: number) {
  const { id, name, scopes, cidrs, createdAt, expiresAt, revokedAt } = credential;
  const ended = revokedAt === undefined ? ('expired' as const) : ('revoked' as const);
  return {
    id,
    name,
    state: isLive(credential, now) ? ('live' as const) : ended,
    scopes,
    cidrs: cidrs.map(meaningOf),
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    ...(revokedAt === undefined ? {} : { revokedAt: iso(revokedAt) }),
  };
}

export function lastUse(use: TokenUse | undefined) {
  return use ? { lastUsed: { at: iso(use.at), ip: use.ip, userAgent: use.userAgent } } : {};
}
