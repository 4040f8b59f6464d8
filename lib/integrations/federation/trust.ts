import { limits } from '../../../config/limits.ts';
import { checkedUrl, OutboundError, RuleError } from '../../kernel/index.ts';
import type { Trust } from '../types.ts';

export interface TrustWishes {
  readonly issuer?: string;
  readonly subject?: string;
  readonly audience?: string;
  readonly jwksUrl?: string;
}

/** What an owner entered for a federation. Throws `RuleError` `invalid_federation`. */
export function checkedTrust(
  { issuer, subject, audience, jwksUrl }: TrustWishes,
  allowPrivate: boolean,
): Trust {
  if (jwksUrl === undefined) throw invalid('A federation needs the JWKS URL of the identity provider.');
  if ((issuer === undefined) !== (subject === undefined))
    throw invalid(
      'Enter both the issuer and the subject, or neither: then the client signs its own assertions.',
    );
  if (issuer !== undefined && audience === undefined)
    throw invalid('Enter the audience that the assertions of the issuer have.');
  const trust = {
    ...(issuer === undefined ? {} : { issuer }),
    ...(subject === undefined ? {} : { subject }),
    ...(audience === undefined ? {} : { audience }),
    jwksUrl,
  };
  checkedTexts(trust);
  return { ...trust, jwksUrl: checkedJwksUrl(jwksUrl, allowPrivate) };
}

/** Values that an owner copies from the identity provider. Throws `RuleError` `invalid_federation`. */
export function checkedTexts(values: object): void {
  for (const text of Object.values(values).map(String))
    if (text.length > limits.trustChars || /[\s\p{Cc}]/u.test(text) || text === '')
      throw invalid(`A value has 1 to ${limits.trustChars} characters without spaces.`);
}

/** The URL of a JWKS that may be fetched. Throws `RuleError` `invalid_federation`. */
export function checkedJwksUrl(text: string, allowPrivate: boolean): string {
  try {
    return checkedUrl(text, allowPrivate).href;
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new RuleError('invalid_federation', `The JWKS URL cannot be used: ${error.message}.`, error);
  }
}

function invalid(sentence: string): RuleError {
  return new RuleError('invalid_federation', sentence);
}
