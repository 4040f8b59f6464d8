import { limits } from '../../config/limits.ts';
import type { Actor, Unit, View } from '../audit/index.ts';
import { isOwner } from '../groups/index.ts';
import {
  DAY,
  digestOf,
  fingerprint,
  givenName,
  newToken,
  RuleError,
  type Secret,
  tokenDigests,
} from '../kernel/index.ts';
import { all, type Collection, type Doc, type Reader } from '../store/index.ts';
import { note, refuseEnding } from './integrations.ts';
import { type Integration, integrations } from './types.ts';

/**
 * Lets a person without an account connect the identity provider of one integration. The secret is in a URL that is shown
 * once; only its digest is stored.
 */
export interface SetupLink extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  /** For whom it is. */
  readonly name: string;
  readonly digest: string;
  /** The fingerprint of the pepper of its digest; absent in a link of an earlier version. */
  readonly keyId?: string;
  readonly createdAt: number;
  /** The account that made it; absent when the operator did. */
  readonly createdBy?: string;
  readonly expiresAt: number;
  /** When its holder generated the one credential. */
  readonly generatedAt?: number;
  /** Whether its holder may also enter the identity provider of single sign-on, and when that was done last. */
  readonly signOn?: boolean;
  readonly signOnAt?: number;
}

export const setupLinks: Collection<SetupLink> = {
  name: 'setup_links',
  scope: 'integrationId',
  unique: { digest: { fields: ['digest'], global: true } },
  indexes: {},
  expires: 'expiresAt',
};

interface SetupLinkWish {
  readonly name: string;
  readonly days: number;
  readonly signOn: boolean;
}

/** Makes a link and returns its secret. Throws `RuleError`: `invalid_name`, `invalid_lifetime`, `too_many_setup_links`. */
export async function makeSetupLink(
  unit: Unit,
  integration: Integration,
  wish: SetupLinkWish,
  pepper: Buffer,
  actor: Actor,
): Promise<{ readonly secret: string; readonly link: SetupLink }> {
  refuseEnding(integration);
  const { days } = wish;
  if (!(days >= 1 && days <= limits.setupLinkDays))
    throw new RuleError('invalid_lifetime', `A set-up link lives 1 to ${limits.setupLinkDays} days.`);
  if ((await setupLinksOf(unit, integration)).length >= limits.setupLinks)
    throw new RuleError(
      'too_many_setup_links',
      `An integration has at most ${limits.setupLinks} live set-up links. Revoke one first.`,
    );
  // Concurrent requests that count the same links must conflict.
  unit.touch(integrations, integration);
  const secret = newToken(unit, 'rcl');
  const now = unit.now();
  const link = unit.insert(setupLinks, {
    id: unit.id(),
    integrationId: integration.id,
    rootId: integration.rootId,
    name: givenName(wish.name),
    digest: digestOf(secret, pepper),
    keyId: fingerprint(pepper),
    createdAt: now,
    ...(actor.accountId === undefined ? {} : { createdBy: actor.accountId }),
    expiresAt: now + days * DAY,
    signOn: wish.signOn,
  });
  const detail = { linkId: link.id, name: link.name, expiresAt: new Date(link.expiresAt).toISOString() };
  note(unit, integration, actor, { action: 'setup_link.created', detail });
  return { secret, link };
}

/** The live links of an integration, the oldest first. */
export async function setupLinksOf(view: View, { id }: Integration): Promise<SetupLink[]> {
  const held = await all(view, setupLinks, id);
  return held
    .filter(({ expiresAt }) => expiresAt > view.now())
    .sort((one, other) => one.createdAt - other.createdAt);
}

/** Ends a link at once, also for those who have opened it. */
export function revokeSetupLink(unit: Unit, integration: Integration, link: SetupLink, actor: Actor): void {
  unit.remove(setupLinks, link);
  const detail = { linkId: link.id, name: link.name };
  note(unit, integration, actor, { action: 'setup_link.revoked', detail });
}

/** The link of a secret; undefined for one that is unknown, expired or revoked, or whose integration is gone. */
export async function setupLinkBySecret(
  view: View,
  secret: string,
  pepper: Secret,
): Promise<SetupLink | undefined> {
  for (const digest of tokenDigests(secret, ['rcl'], pepper)) {
    const link = await view.locate(setupLinks, 'digest', digest);
    if (link && link.expiresAt > view.now()) return (await integrationOfLink(view, link)) && link;
  }
  return undefined;
}

/** The link by which an actor acts, wherever it stands; undefined for any other actor, or when it was revoked. */
export async function setupLinkOf(reader: Reader, { kind, integrationId, tokenId }: Actor) {
  if (kind !== 'setup_link' || integrationId === undefined || tokenId === undefined) return undefined;
  return reader.get(setupLinks, integrationId, tokenId);
}

/** Whether who made a link may still make one: it works no longer than that. */
export async function isMakerOwner(reader: Reader, { rootId, createdBy }: SetupLink): Promise<boolean> {
  return createdBy === undefined || isOwner(reader, rootId, createdBy);
}

/** The integration of a link, unless it is gone or on its way out, or the maker of the link is no owner any more. */
export async function integrationOfLink(reader: Reader, link: SetupLink): Promise<Integration | undefined> {
  const { rootId, integrationId } = link;
  if (!(await isMakerOwner(reader, link))) return undefined;
  const integration = await reader.get(integrations, rootId, integrationId);
  return integration?.ending === undefined ? integration : undefined;
}

/** Uses up the one credential of a link. Throws `RuleError` when it has generated it. */
export function useSetupLink(unit: Unit, link: SetupLink): void {
  if (link.generatedAt !== undefined)
    throw new RuleError(
      'setup_link_used',
      'This link has generated its credential. Ask an owner of the group for another one.',
    );
  unit.update(setupLinks, { ...link, generatedAt: unit.now() });
}

/**
 * Lets the holder of a link enter the identity provider of single sign-on: where the owner allowed it, and never in place
 * of one that another person entered. Throws `RuleError` `sign_on_not_in_link`.
 */
export function useSignOn(unit: Unit, link: SetupLink, isConnected: boolean): void {
  if (link.signOn !== true)
    throw new RuleError(
      'sign_on_not_in_link',
      'This link is for provisioning only. Ask an owner of the group for one with single sign-on.',
    );
  if (isConnected && link.signOnAt === undefined)
    throw new RuleError(
      'sign_on_not_in_link',
      'The group has an identity provider already. An owner changes it on the page Single sign-on.',
    );
  unit.update(setupLinks, { ...link, signOnAt: unit.now() });
}
