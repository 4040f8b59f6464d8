import { hash } from 'node:crypto';
import { limits } from '../../config/limits.ts';
import type { Unit, View } from '../audit/index.ts';
import type { Runtime } from '../kernel/index.ts';
import { all, type Collection, type Doc, PLATFORM, type Reader } from '../store/index.ts';
import { type Account, accounts } from './types.ts';

/** How the person signed in. */
export type MadeBy = { readonly kind: 'password' } | SamlProof;

interface SamlProof {
  readonly kind: 'saml';
  /** The top-level group whose identity provider signed the person in. */
  readonly rootId: string;
  readonly providerId: string;
  /** The SAML identity (`saml_identities`) that led to the account. */
  readonly identityId: string;
  /** The name of the session for single logout. */
  readonly sessionIndex?: string;
  readonly authenticatedAt: number;
}

/** A message that the next page shows once. */
export interface Flash {
  readonly kind: 'done' | 'problem';
  readonly text: string;
}

/** A person signed in with one browser. The `id` is the SHA-256 of the secret, which only the cookie has. */
export interface Session extends Doc {
  readonly accountId: string;
  readonly madeBy: MadeBy;
  readonly createdAt: number;
  readonly usedAt: number;
  /** The time when it ends even if it is used. */
  readonly endsAt: number;
  /** The time when it ends if it is not used. */
  readonly expiresAt: number;
  readonly ip: string;
  readonly userAgent: string;
  readonly flash?: Flash;
  /** The top-level groups for which an owner has used a recovery code, with the time. */
  readonly recovered?: readonly { readonly rootId: string; readonly at: number }[];
}

export const sessions: Collection<Session> = {
  name: 'sessions',
  scope: 'platform',
  unique: {},
  indexes: { account: { fields: ['accountId'] } },
  expires: 'expiresAt',
};

export interface NewSession {
  readonly accountId: string;
  readonly madeBy: MadeBy;
  readonly ip: string;
  readonly userAgent: string;
  /** The end that the identity provider asks for (`SessionNotOnOrAfter`), if it is sooner. */
  readonly until?: number;
  readonly flash?: Flash;
  readonly recovered?: Session['recovered'];
}

export interface OpenSession {
  readonly session: Session;
  readonly account: Account;
}

const SECRET = /^[\w-]{43}$/;
const USER_AGENT_CHARS = 300;

/** A secret of 256 bits, in base64url. */
export function newSecret({ random }: Pick<Runtime, 'random'>): string {
  return random(32).toString('base64url');
}

/** Starts a session. Above `limits.sessionsPerAccount` the least recently used ones end. */
export async function openSession(unit: Unit, secret: string, begun: NewSession): Promise<Session> {
  const now = unit.now();
  const endsAt = Math.min(now + limits.sessionLife, begun.until ?? Number.POSITIVE_INFINITY);
  const others = await sessionsOf(unit, begun.accountId);
  for (const old of others.slice(limits.sessionsPerAccount - 1)) unit.remove(sessions, old);
  return unit.insert(sessions, {
    id: digest(secret),
    accountId: begun.accountId,
    madeBy: begun.madeBy,
    createdAt: now,
    usedAt: now,
    endsAt,
    expiresAt: Math.min(now + limits.sessionIdle, endsAt),
    ip: begun.ip,
    userAgent: begun.userAgent.slice(0, USER_AGENT_CHARS),
    ...(begun.flash === undefined ? {} : { flash: begun.flash }),
    ...(begun.recovered === undefined ? {} : { recovered: begun.recovered }),
  });
}

/** The session of a secret, with its account; undefined when there is none, or it has ended. */
export async function findSession(view: View, secret: string): Promise<OpenSession | undefined> {
  if (!SECRET.test(secret)) return undefined;
  const session = await view.get(sessions, PLATFORM, digest(secret));
  if (!session || session.expiresAt <= view.now()) return undefined;
  const account = await view.get(accounts, PLATFORM, session.accountId);
  return account && { session, account };
}

/** All sessions of an account, also those that have ended. */
export function sessionsHeld(reader: Reader, accountId: string): Promise<Session[]> {
  return all(reader, sessions, PLATFORM, { index: 'account', equal: [accountId] });
}

/** The live sessions of an account, most recently used first. */
export async function sessionsOf(view: View, accountId: string): Promise<Session[]> {
  const held = await sessionsHeld(view, accountId);
  return held.filter(({ expiresAt }) => expiresAt > view.now()).sort((a, b) => b.usedAt - a.usedAt);
}

/** Records that a session is used, so that it does not expire as idle. */
export function noteUse(unit: Unit, session: Session, ip: string): Session {
  const usedAt = unit.now();
  const endsAt = Math.min(session.endsAt, usedAt + limits.sessionLife);
  const expiresAt = Math.min(usedAt + limits.sessionIdle, endsAt);
  return unit.update(sessions, { ...session, usedAt, endsAt, expiresAt, ip });
}

/** Ends the session of a secret. Succeeds when there is nothing to end. */
export async function closeSession(unit: Unit, secret: string): Promise<void> {
  const session = await unit.get(sessions, PLATFORM, digest(secret));
  if (session) unit.remove(sessions, session);
}

/** Ends the sessions of an account that `ends` selects, and returns their number. */
export async function closeSessions(
  unit: Unit,
  accountId: string,
  ends: (session: Session) => boolean = () => true,
): Promise<number> {
  const held = await sessionsHeld(unit, accountId);
  const ended = held.filter(ends);
  for (const session of ended) unit.remove(sessions, session);
  return ended.length;
}

function digest(secret: string): string {
  return hash('sha256', secret, 'base64url');
}
