import { defaultScopes } from '../integrations/index.ts';
import type { TokenView } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';
import type { Paint, Style } from './terminal/paint.ts';

export const tokenCreate = commandOf(operations.tokenCreate, {
  example: 'token create acme --name Okta --days 90 --cidr 198.51.100.0/24',
  positional: ['group'],
  text: ({ secret, scimUrl, token }, paint) =>
    secretText(`Created the token ${token.name}.`, secret, scimUrl, token, paint),
});

export const tokenList = commandOf(operations.tokenList, {
  example: 'token list acme',
  positional: ['group'],
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

export const tokenRotate = commandOf(operations.tokenRotate, {
  example: 'token rotate acme Okta --overlap 24',
  positional: ['group', 'token'],
  text: ({ secret, scimUrl, token, replaces }, paint) =>
    secretText(
      `Rotated the token ${token.name}; the old one (…${replaces.hint}) works until ${shortTime(replaces.expiresAt)} UTC.`,
      secret,
      scimUrl,
      token,
      paint,
    ),
});

export const tokenRevoke = commandOf(operations.tokenRevoke, {
  example: 'token revoke acme Okta',
  positional: ['group', 'token'],
  text: ({ token: { name, hint } }) => `The token ${name} (…${hint}) is revoked; it no longer works.`,
});

const STATES: Readonly<Record<TokenView['state'], Style>> = { live: 'green', expired: 'dim', revoked: 'dim' };

/** `SCIM` abbreviates the default scopes. */
export function scopesText(may: readonly string[]): string {
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
