import { limits } from '../../config/limits.ts';
import { RuleError } from './errors.ts';

/** Control characters, line separators, and marks that turn the direction of the text around a name. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** A name as a person gives it, without the spaces around it. Throws `RuleError` `invalid_name`. */
export function givenName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > limits.nameChars)
    throw new RuleError('invalid_name', `A name has 1 to ${limits.nameChars} characters.`);
  if (UNSEEN.test(name))
    throw new RuleError(
      'invalid_name',
      'A name must not have line breaks or other control characters. Type it again instead of pasting it.',
    );
  return name;
}
