import { createHmac, hash } from 'node:crypto';
import { limits } from '../../config/limits.ts';
import type { Unit, View } from '../audit/index.ts';
import { fingerprint, type Secret, valuesOf } from '../kernel/index.ts';
import { all, type Collection, type Doc, PLATFORM } from '../store/index.ts';

/** A mailed link that works once. The `id` is the SHA-256 of its secret. */
export interface MailedLink extends Doc {
  readonly accountId: string;
  /** Sets a password, sets the first password of a new account, or confirms an address. */
  readonly purpose: 'password' | 'welcome' | 'email';
  /** The address that the mail went to. */
  readonly email: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export const mailedLinks: Collection<MailedLink> = {
  name: 'mailed_links',
  scope: 'platform',
  unique: {},
  indexes: { account: { fields: ['accountId'] } },
  expires: 'expiresAt',
  minted: true,
};

const LIFE = {
  password: limits.resetLinkLife,
  welcome: limits.welcomeLinkLife,
  email: limits.confirmLinkLife,
} as const;
const SECRET = /^[\w-]{43}$/;

/**
 * Makes a link and returns its nonce for the queued mail. The secret needs the key too, so nobody who reads the
 * database can follow the link.
 */
export function makeLink(
  unit: Unit,
  key: Buffer,
  made: Pick<MailedLink, 'accountId' | 'purpose' | 'email'>,
): string {
  const nonce = newNonce(unit, key);
  const now = unit.now();
  unit.insert(mailedLinks, {
    ...made,
    id: linkDigest(linkSecret(key, nonce)),
    createdAt: now,
    expiresAt: now + LIFE[made.purpose],
  });
  return nonce;
}

/** The nonce of a new link. It names the key: the mail may be sent when another one is in force. */
export function newNonce(unit: Unit, key: Buffer): string {
  return `${fingerprint(key)}.${unit.random(32).toString('base64url')}`;
}

/** The secret in a mail: 256 bits, in base64url. */
export function linkSecret(key: Secret, nonce: string): string {
  const named = valuesOf(key).find((value) => nonce.startsWith(`${fingerprint(value)}.`));
  return createHmac('sha256', named ?? key)
    .update(`link ${nonce}`)
    .digest('base64url');
}

/** The link of a secret, while it works. */
export async function findLink(
  view: View,
  purpose: MailedLink['purpose'],
  secret: string,
): Promise<MailedLink | undefined> {
  if (!SECRET.test(secret)) return undefined;
  const link = await view.get(mailedLinks, PLATFORM, linkDigest(secret));
  return link && link.purpose === purpose && link.expiresAt > view.now() ? link : undefined;
}

/** The links of an account that still work, oldest first. */
export async function linksOf(
  view: View,
  purpose: MailedLink['purpose'],
  accountId: string,
): Promise<MailedLink[]> {
  const held = await all(view, mailedLinks, PLATFORM, { index: 'account', equal: [accountId] });
  return held
    .filter((link) => link.purpose === purpose && link.expiresAt > view.now())
    .sort((a, b) => a.createdAt - b.createdAt);
}

/** What the store keeps of the secret of a link. */
export function linkDigest(secret: string): string {
  return hash('sha256', secret, 'base64url');
}
