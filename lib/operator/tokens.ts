import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { checkedRange, meaningOf } from '../provisioning/address_ranges.ts';
import { tokenUses } from '../provisioning/collections.ts';
import { isLive, issueToken, revokeToken, rotateToken } from '../provisioning/integrations.ts';
import { defaultScopes, scopes, type Token, type TokenUse } from '../provisioning/types.ts';
import { HOUR } from '../runtime.ts';
import { checkedText, integrationName, rootPath } from './arguments.ts';
import { scimUrlOf } from './bootstrap.ts';
import { command, operator } from './command.ts';
import { integrationOf, newestTokenOf, tokenOf, topLevelGroup } from './find.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';
import type { Paint, Style } from './terminal/paint.ts';
import { iso } from './views.ts';

const place = { group: rootPath, integration: integrationName };
const named = { ...place, token: z.string().min(1).describe('name or id of the token') };

interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly state: 'live' | 'expired' | 'revoked';
  readonly scopes: readonly string[];
  readonly cidrs: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt?: string;
  readonly lastUsed?: { readonly at: string; readonly ip: string; readonly userAgent: string };
}

export const tokenCreate = command({
  name: 'token create',
  summary: 'Makes a token. The secret is printed this once.',
  example: 'token create acme --name Okta --days 90 --cidr 198.51.100.0/24',
  args: z.object({
    ...place,
    name: z.string().min(1).describe('what it is for'),
    scope: z
      .array(z.enum(scopes))
      .min(1)
      .exactOptional()
      .describe('what it may do, all of SCIM otherwise; repeatable'),
    cidr: z
      .array(checkedText(checkedRange))
      .default([])
      .describe('from where it may be used, everywhere otherwise; repeatable'),
    days: z.int().min(1).max(limits.tokenDays).default(limits.tokenDays).describe('how long it lives'),
  }),
  positional: ['group'],
  run: (
    { store, runtime, secrets },
    { publicUrl },
    { group: path, integration: wanted, name, scope, cidr, days },
  ) =>
    store.transaction(async (tx) => {
      const group = await topLevelGroup(tx, path);
      const integration = await integrationOf(tx, group, wanted);
      const wishes = { name, cidrs: cidr, days, ...(scope ? { scopes: scope } : {}) };
      const { secret, token } = issueToken(tx, runtime, integration, wishes, secrets.tokenPepper, operator);
      return {
        secret,
        scimUrl: scimUrlOf(publicUrl, group.slug),
        integration: integration.name,
        token: viewOf(token, runtime.now()),
      };
    }),
  text: ({ secret, scimUrl, token }, paint) =>
    secretText(`Created the token ${token.name}.`, secret, scimUrl, token, paint),
});

export const tokenList = command({
  name: 'token list',
  summary: 'Lists the tokens of an integration, and when each was used last.',
  example: 'token list acme',
  args: z.object(place),
  positional: ['group'],
  run: async ({ store, runtime, tokenUses: uses }, _context, { group: path, integration: wanted }) => {
    await uses.flush();
    const integration = await integrationOf(store, await topLevelGroup(store, path), wanted);
    const tokens = await Promise.all(
      integration.tokens.map(async (token) =>
        viewOf(token, runtime.now(), await store.get(tokenUses, integration.id, token.id)),
      ),
    );
    return { integration: integration.name, tokens };
  },
  text: ({ integration, tokens }, paint) =>
    listing(
      ['name', 'ends in', 'state', 'expires', 'last used', 'from', 'scopes', 'id'],
      tokens.map(({ name, hint, state, expiresAt, lastUsed, scopes: may, id }) => [
        name,
        hint,
        [STATES[state], state],
        shortTime(expiresAt),
        lastUsed ? shortTime(lastUsed.at) : 'never',
        lastUsed?.ip ?? '',
        scopesText(may),
        id,
      ]),
      { none: `${integration} has no token.` },
      paint,
    ),
});

export const tokenRotate = command({
  name: 'token rotate',
  summary: 'Makes a new token like an old one, which works on for the overlap.',
  example: 'token rotate acme Okta --overlap 24',
  args: z.object({
    ...named,
    overlap: z
      .number()
      .min(0)
      .max(limits.overlapHours)
      .default(24)
      .describe('hours that the old one still works'),
  }),
  positional: ['group', 'token'],
  run: (
    { store, runtime, secrets },
    { publicUrl },
    { group: path, integration: wanted, token: which, overlap },
  ) =>
    store.transaction(async (tx) => {
      const group = await topLevelGroup(tx, path);
      const integration = await integrationOf(tx, group, wanted);
      const now = runtime.now();
      const old = newestTokenOf(integration, which, now);
      const { secret, token } = rotateToken(
        tx,
        runtime,
        integration,
        old,
        overlap,
        secrets.tokenPepper,
        operator,
      );
      const oldEndsAt = iso(Math.min(old.expiresAt, now + overlap * HOUR));
      return {
        secret,
        scimUrl: scimUrlOf(publicUrl, group.slug),
        integration: integration.name,
        token: viewOf(token, now),
        replaces: { id: old.id, hint: old.hint, expiresAt: oldEndsAt },
      };
    }),
  text: ({ secret, scimUrl, token, replaces }, paint) =>
    secretText(
      `Rotated the token ${token.name}; the old one (…${replaces.hint}) works until ${shortTime(replaces.expiresAt)} UTC.`,
      secret,
      scimUrl,
      token,
      paint,
    ),
});

export const tokenRevoke = command({
  name: 'token revoke',
  summary: 'Ends a token at once.',
  example: 'token revoke acme Okta',
  args: z.object(named),
  positional: ['group', 'token'],
  run: ({ store, runtime }, _context, { group: path, integration: wanted, token: which }) =>
    store.transaction(async (tx) => {
      const integration = await integrationOf(tx, await topLevelGroup(tx, path), wanted);
      const now = runtime.now();
      const token = tokenOf(integration, which, now);
      if (token.revokedAt === undefined) revokeToken(tx, runtime, integration, token, operator);
      return {
        integration: integration.name,
        token: viewOf({ ...token, revokedAt: token.revokedAt ?? now }, now),
      };
    }),
  text: ({ token: { name, hint } }) =>
    `The token ${name} (…${hint}) is revoked; no request with it is accepted any more.`,
});

const STATES: Readonly<Record<TokenView['state'], Style>> = { live: 'green', expired: 'dim', revoked: 'dim' };

function viewOf(token: Token, now: number, use?: TokenUse): TokenView {
  const { id, name, hint, cidrs, createdAt, expiresAt, revokedAt } = token;
  return {
    id,
    name,
    hint,
    state: revokedAt !== undefined ? 'revoked' : isLive(token, now) ? 'live' : 'expired',
    scopes: token.scopes,
    cidrs: cidrs.map(meaningOf),
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    ...(revokedAt === undefined ? {} : { revokedAt: iso(revokedAt) }),
    ...(use ? { lastUsed: { at: iso(use.at), ip: use.ip, userAgent: use.userAgent } } : {}),
  };
}

/** `SCIM` stands for every scope that a token has by itself. */
function scopesText(may: readonly string[]): string {
  if (!defaultScopes.every((scope) => may.includes(scope))) return may.join(' ');
  const more = may.filter((scope) => !defaultScopes.some((other) => other === scope));
  return ['SCIM', ...more].join(' ');
}

function secretText(done: string, secret: string, scimUrl: string, token: TokenView, paint: Paint): string {
  return joined(
    done,
    fields(
      [
        ['SCIM endpoint', scimUrl],
        ['SCIM token', ['cyan', secret]],
        ['scopes', token.scopes.join(', ')],
        ['only from', token.cidrs.length === 0 ? undefined : token.cidrs.join(', ')],
        ['expires', shortTime(token.expiresAt)],
      ],
      paint,
    ),
    'The token is not shown again.',
  );
}
