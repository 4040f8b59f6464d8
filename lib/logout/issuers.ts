import type { Actor, EventBody, Unit } from '../audit/index.ts';
import { type Group, mailOwners } from '../groups/index.ts';
import { checkedJwksUrl, checkedTexts, type KeyHolder, keySets } from '../integrations/index.ts';
import { digestOf, fingerprint, newToken, RuleError } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { type LogoutIssuer, logoutIssuers } from './types.ts';

interface IssuerWish {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience?: string;
}

export function issuerOf(reader: Reader, rootId: string): Promise<LogoutIssuer | undefined> {
  return reader.find(logoutIssuers, rootId, 'root', rootId);
}

/** The logout issuer of a group. Throws `RuleError` `no_logout_issuer`. */
export async function issuerNamed(reader: Reader, { id, slug }: Group): Promise<LogoutIssuer> {
  const issuer = await issuerOf(reader, id);
  if (!issuer) throw new RuleError('no_logout_issuer', `${slug} has no logout issuer. Enter one first.`);
  return issuer;
}

/**
 * Enters the issuer of a group, or replaces it. A push token stays. Keys of another JWKS URL are forgotten. Throws
 * `RuleError` `invalid_federation`.
 */
export async function saveIssuer(
  unit: Unit,
  { id: rootId }: Group,
  wish: IssuerWish,
  allowPrivate: boolean,
  actor: Actor,
): Promise<LogoutIssuer> {
  checkedTexts(wish);
  const { issuer, audience } = wish;
  const jwksUrl = checkedJwksUrl(wish.jwksUrl, allowPrivate);
  const before = await issuerOf(unit, rootId);
  const isSame = before?.issuer === issuer && before.jwksUrl === jwksUrl;
  if (before && !isSame) await forget(unit, before);
  const entered = {
    rootId,
    issuer,
    jwksUrl,
    ...(audience === undefined ? {} : { audience }),
    ...(before?.pushToken ? { pushToken: before.pushToken } : {}),
    createdAt: unit.now(),
    ...(actor.accountId === undefined ? {} : { createdBy: actor.accountId }),
  };
  const saved =
    before && isSame
      ? unit.update(logoutIssuers, {
          ...entered,
          id: before.id,
          v: before.v,
          ...(before.last ? { last: before.last } : {}),
        })
      : unit.insert(logoutIssuers, { ...entered, id: unit.id() });
  const detail = { issuer, jwksUrl, ...(audience === undefined ? {} : { audience }) };
  note(unit, rootId, actor, { action: 'logout_issuer.set', detail });
  return saved;
}

/** Removes the issuer of a group: its word counts no longer. */
export async function removeIssuer(unit: Unit, issuer: LogoutIssuer, actor: Actor): Promise<void> {
  await forget(unit, issuer);
  note(unit, issuer.rootId, actor, { action: 'logout_issuer.removed', detail: { issuer: issuer.issuer } });
}

/** Makes the token that a push must have from now on, and returns it. A former one stops working. */
export function makePushToken(unit: Unit, issuer: LogoutIssuer, pepper: Buffer, actor: Actor) {
  const secret = newToken(unit, 'rce');
  const pushToken = {
    digest: digestOf(secret, pepper),
    keyId: fingerprint(pepper),
    hint: secret.slice(-4),
    createdAt: unit.now(),
  };
  const saved = unit.update(logoutIssuers, { ...issuer, pushToken });
  note(unit, issuer.rootId, actor, {
    action: 'logout_issuer.token_created',
    detail: { issuer: issuer.issuer },
  });
  return { secret, issuer: saved };
}

/** Where the keys of an issuer are. */
export function holderOf({ id, rootId, issuer, jwksUrl }: LogoutIssuer): KeyHolder {
  return {
    scope: rootId,
    id,
    jwksUrl,
    warn: (unit, problem) =>
      mailOwners(unit, rootId, (group) => ({ template: 'logout_keys_unreachable', group, issuer, problem })),
  };
}

async function forget(unit: Unit, issuer: LogoutIssuer): Promise<void> {
  unit.remove(logoutIssuers, issuer);
  const keys = await unit.get(keySets, issuer.rootId, issuer.id);
  if (keys) unit.remove(keySets, keys);
}

function note(
  unit: Unit,
  rootId: string,
  actor: Actor,
  event: EventBody<'logout_issuer.set' | 'logout_issuer.removed' | 'logout_issuer.token_created'>,
): void {
  unit.record({ rootId, actor, target: { kind: 'group', id: rootId }, ...event });
}
