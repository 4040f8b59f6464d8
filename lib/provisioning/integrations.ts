import { limits } from '../../config/limits.ts';
import { record } from '../audit/record.ts';
import type { Actor } from '../audit/types.ts';
import { RuleError } from '../errors.ts';
import { pathsOf, renameGroup } from '../groups/tree.ts';
import type { Group } from '../groups/types.ts';
import { DAY, HOUR, type Runtime } from '../runtime.ts';
import { fold } from '../scim/filter/compare.ts';
import type { Reader, Transaction } from '../store/port.ts';
import { digestOf, newToken } from '../token_format.ts';
import { checkedRanges, meaningOf } from './address_ranges.ts';
import { integrations } from './collections.ts';
import { type PresetName, presets } from './presets.ts';
import {
  defaultScopes,
  defaultSettings,
  type Integration,
  type IntegrationSettings,
  type Scope,
  scopes,
  type Token,
} from './types.ts';

export interface NewIntegration {
  readonly name: string;
  readonly description?: string;
  /** Whose settings it begins with; `settings` win. */
  readonly preset?: PresetName;
  readonly settings?: Partial<IntegrationSettings>;
}

export interface TokenWishes {
  readonly name: string;
  readonly scopes?: readonly Scope[];
  readonly cidrs?: readonly string[];
  readonly days?: number;
}

/** A token at the only moment when it can be read. */
export interface IssuedToken {
  readonly secret: string;
  readonly token: Token;
}

export async function createIntegration(
  tx: Transaction,
  runtime: Runtime,
  root: Group,
  wishes: NewIntegration,
  actor: Actor,
): Promise<Integration> {
  if (root.parentId !== undefined)
    throw new RuleError('invalid_value', 'only a top-level group has integrations');
  const others = await listIntegrations(tx, root.id);
  if (others.length >= limits.integrationsPerGroup)
    throw new RuleError('invalid_value', `a group has at most ${limits.integrationsPerGroup} integrations`);
  refuseTakenName(others, wishes.name);
  const preset = wishes.preset ?? 'generic';
  const integration = tx.insert(integrations, {
    id: runtime.id(),
    rootId: root.id,
    name: checkedName(wishes.name),
    description: wishes.description ?? '',
    enabled: true,
    preset,
    settings: { ...defaultSettings, ...presets[preset], ...wishes.settings },
    tokens: [],
    digests: [],
    paths: await pathsOf(tx, root.id),
    createdAt: runtime.now(),
  });
  note(tx, runtime, integration, actor, 'integration.created', { name: integration.name });
  return integration;
}

export async function listIntegrations(reader: Reader, rootId: string): Promise<Integration[]> {
  return (await reader.list(integrations, rootId, { limit: limits.integrationsPerGroup })).items;
}

/** By id or by name. Throws `RuleError` when the group has none such. */
export async function integrationNamed(
  reader: Reader,
  rootId: string,
  idOrName: string,
): Promise<Integration> {
  const found = (await listIntegrations(reader, rootId)).find(
    ({ id, name }) => id === idOrName || name === idOrName,
  );
  if (!found) throw new RuleError('not_found', `the group has no integration ${idOrName}`);
  return found;
}

export interface IntegrationWishes extends Partial<NewIntegration> {
  readonly enabled?: boolean;
}

/**
 * Changes what is wished for; a preset sets its switches anew, and `settings` win. Throws `RuleError` where another
 * integration of the group has the name, or this one is being removed.
 */
export async function changeIntegration(
  tx: Transaction,
  runtime: Runtime,
  integration: Integration,
  wishes: IntegrationWishes,
  actor: Actor,
): Promise<Integration> {
  refuseEnding(integration);
  const others = await listIntegrations(tx, integration.rootId);
  const { preset } = wishes;
  if (wishes.name?.trim() !== integration.name)
    refuseTakenName(
      others.filter(({ id }) => id !== integration.id),
      wishes.name,
    );
  const changed = {
    ...integration,
    name: checkedName(wishes.name ?? integration.name),
    description: wishes.description ?? integration.description,
    enabled: wishes.enabled ?? integration.enabled,
    ...(preset ? { preset } : {}),
    settings: { ...integration.settings, ...(preset ? presets[preset] : {}), ...wishes.settings },
  };
  note(tx, runtime, integration, actor, 'integration.changed', { ...wishes });
  return tx.update(integrations, changed);
}

/** Renames a group; the endpoint of a top-level group answers under both paths from then on. */
export async function moveGroup(
  tx: Transaction,
  runtime: Runtime,
  group: Group,
  slug: string,
  actor: Actor,
): Promise<Group> {
  const renamed = await renameGroup(tx, group, slug);
  if (group.parentId === undefined)
    for (const integration of await listIntegrations(tx, group.id))
      tx.update(integrations, {
        ...integration,
        paths: [...new Set([...integration.paths, renamed.slugKey])],
      });
  record(tx, runtime, {
    rootId: group.rootId,
    actor,
    action: 'group.renamed',
    target: group.id,
    detail: { from: group.slug, to: slug },
  });
  return renamed;
}

/** Makes a token. Throws `RuleError` when the integration has enough of them or a wish cannot be met. */
export function issueToken(
  tx: Transaction,
  runtime: Runtime,
  integration: Integration,
  wishes: TokenWishes,
  pepper: Buffer,
  actor: Actor,
): IssuedToken {
  refuseEnding(integration);
  const now = runtime.now();
  if (integration.tokens.filter((token) => isLive(token, now)).length >= limits.liveTokens)
    throw new RuleError(
      'too_many_tokens',
      `an integration has at most ${limits.liveTokens} live tokens; revoke one first`,
    );
  const days = wishes.days ?? limits.tokenDays;
  if (!(days > 0 && days <= limits.tokenDays))
    throw new RuleError('invalid_value', `a token lives 1 to ${limits.tokenDays} days`);
  const secret = newToken(runtime, 'rcs');
  const token: Token = {
    id: runtime.id(),
    name: checkedName(wishes.name),
    digest: digestOf(secret, pepper),
    hint: secret.slice(-4),
    scopes: checkedScopes(wishes.scopes ?? defaultScopes),
    cidrs: checkedRanges(wishes.cidrs ?? []),
    createdAt: now,
    expiresAt: now + days * DAY,
  };
  saveTokens(tx, integration, [...integration.tokens, token], now);
  note(tx, runtime, integration, actor, 'token.created', { tokenId: token.id, name: token.name });
  return { secret, token };
}

/** A new token like the old one; the old one works for `overlapHours` more. */
export function rotateToken(
  tx: Transaction,
  runtime: Runtime,
  integration: Integration,
  old: Token,
  overlapHours: number,
  pepper: Buffer,
  actor: Actor,
): IssuedToken {
  if (!(overlapHours >= 0 && overlapHours <= limits.overlapHours))
    throw new RuleError('invalid_value', `the overlap is 0 to ${limits.overlapHours} hours`);
  const now = runtime.now();
  if (!isLive(old, now)) throw new RuleError('invalid_value', `the token ${old.name} is not live any more`);
  const ends = Math.min(old.expiresAt, now + overlapHours * HOUR);
  const shortened = saveTokens(
    tx,
    integration,
    integration.tokens.map((token) => (token.id === old.id ? { ...token, expiresAt: ends } : token)),
    now,
  );
  note(tx, runtime, integration, actor, 'token.rotated', {
    tokenId: old.id,
    endsAt: new Date(ends).toISOString(),
  });
  return issueToken(
    tx,
    runtime,
    shortened,
    { name: old.name, scopes: old.scopes, cidrs: old.cidrs.map(meaningOf) },
    pepper,
    actor,
  );
}

export function revokeToken(
  tx: Transaction,
  runtime: Runtime,
  integration: Integration,
  token: Token,
  actor: Actor,
): void {
  const now = runtime.now();
  saveTokens(
    tx,
    integration,
    integration.tokens.map((other) =>
      other.id === token.id ? { ...other, revokedAt: other.revokedAt ?? now } : other,
    ),
    now,
  );
  note(tx, runtime, integration, actor, 'token.revoked', { tokenId: token.id, name: token.name });
}

/** By id or by name, the newest of that name. Throws `RuleError` when the integration has none such. */
export function tokenNamed(integration: Integration, idOrName: string): Token {
  const found = integration.tokens.findLast(({ id, name }) => id === idOrName || name === idOrName);
  if (!found) throw new RuleError('not_found', `the integration has no token ${idOrName}`);
  return found;
}

export function isLive(token: Token, now: number): boolean {
  return token.revokedAt === undefined && token.expiresAt > now;
}

function saveTokens(
  tx: Transaction,
  integration: Integration,
  tokens: readonly Token[],
  now: number,
): Integration {
  const live = tokens.filter((token) => isLive(token, now));
  const gone = tokens.filter((token) => !isLive(token, now)).slice(-limits.shownTokens);
  return tx.update(integrations, {
    ...integration,
    tokens: [...gone, ...live],
    digests: live.map((token) => token.digest),
  });
}

function refuseEnding({ name, ending }: Integration): void {
  if (ending) throw new RuleError('invalid_value', `the integration ${name} is being removed`);
}

function refuseTakenName(others: readonly Integration[], name: string | undefined): void {
  const taken = others.find((other) => fold(other.name) === fold(name?.trim() ?? ''));
  if (taken)
    throw new RuleError(
      'already_exists',
      `the group already has an integration named ${taken.name}; letter case makes no difference`,
    );
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > limits.nameChars)
    throw new RuleError('invalid_value', `a name has 1 to ${limits.nameChars} characters`);
  return trimmed;
}

function checkedScopes(wanted: readonly string[]): Scope[] {
  const known = scopes.filter((scope) => wanted.includes(scope));
  const unknown = wanted.find((scope) => !known.some((other) => other === scope));
  if (unknown !== undefined || known.length === 0)
    throw new RuleError('invalid_value', `scopes are ${scopes.join(', ')}; not ${unknown ?? 'none'}`);
  return known;
}

function note(
  tx: Transaction,
  runtime: Runtime,
  integration: Integration,
  actor: Actor,
  action: string,
  detail: Readonly<Record<string, unknown>>,
): void {
  record(tx, runtime, { rootId: integration.rootId, actor, action, target: integration.id, detail });
}
