import { createHmac, hash } from 'node:crypto';
import { limits } from '../../config/limits.ts';
import type { Unit, View } from '../audit/index.ts';
import { all, type Collection, type Doc, PLATFORM } from '../store/index.ts';

/** A link that was mailed and works once. The `id` is the SHA-256 of the secret in it. */
export interface MailedLink extends Doc {
  readonly accountId: string;
  /** To set a password, a first one of who is new, or to confirm an address. */
  readonly purpose: 'password' | 'welcome' | 'email';
  /** The address it went to. */
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
};

const LIFE = {
  password: limits.resetLinkLife,
  welcome: limits.welcomeLinkLife,
  email: limits.confirmLinkLife,
} as const;
const SECRET = /^[\w-]{43}$/;

/**
 * Makes a link and answers its nonce, which the mail that waits holds: only with the key does it become the secret, so
 * that nobody who reads the database can follow the link.
 */
export function makeLink(
  unit: Unit,
  key: Buffer,
  made: Pick<MailedLink, 'accountId' | 'purpose' | 'email'>,
): string {
  const nonce = unit.random(32).toString('base64url');
  const now = unit.now();
  unit.insert(mailedLinks, {
    ...made,
    id: digest(linkSecret(key, nonce)),
    createdAt: now,
    expiresAt: now + LIFE[made.purpose],
  });
  return nonce;
}

/** The secret that a mail shows: 256 bits, in base64url. */
export function linkSecret(key: Buffer, nonce: string): string {
  return createHmac('sha256', key).update(`link ${nonce}`).digest('base64url');
}

/** The link of a secret, while it works. */
export async function findLink(
  view: View,
  purpose: MailedLink['purpose'],
  secret: string,
): Promise<MailedLink | undefined> {
  if (!SECRET.test(secret)) return undefined;
  const link = await view.get(mailedLinks, PLATFORM, digest(secret));
  return link && link.purpose === purpose && link.expiresAt > view.now() ? link : undefined;
}

/** The links of an account that still work, the oldest first. */
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

function digest(secret: string): string {
  return hash('sha256', secret, 'base64url');
}
