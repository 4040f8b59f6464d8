import { OAuthError } from './oauth_error.ts';
import { defaultScopes, type Scope, scopes } from './types.ts';

/** The words of identity providers for all of SCIM. */
export const scimWords = ['scim', 'scim.readwrite'] as const;

interface GivenScopes {
  readonly scopes: readonly Scope[];
  /** As the answer names them (RFC 6749 section 3.3). */
  readonly text: string;
}

/**
 * The scopes of an access token, of those that its client has. Beside a word for all of SCIM, unknown words do not count.
 * Throws `OAuthError` `invalid_scope`.
 */
export function askedScopes(asked: string, held: readonly Scope[]): GivenScopes {
  const words = asked.split(' ').filter((word) => word !== '');
  if (words.length === 0) return { scopes: held, text: held.join(' ') };
  const wordsForAll = scimWords.filter((word) => words.includes(word));
  const isAll = wordsForAll.length > 0;
  const named = held.filter((scope) => words.includes(scope));
  const isMissing = words.some((word) => !named.some((scope) => scope === word));
  const given = held.filter((scope) => named.includes(scope) || (isAll && defaultScopes.includes(scope)));
  if (given.length === 0 || (!isAll && isMissing))
    throw new OAuthError(
      'invalid_scope',
      `The client does not have this scope. It may ask for ${[...scimWords, ...scopes].join(', ')}.`,
    );
  const isWhole = isAll && defaultScopes.every((scope) => held.includes(scope));
  return { scopes: given, text: (isWhole ? [...wordsForAll, ...named] : given).join(' ') };
}
