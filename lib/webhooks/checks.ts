import { limits } from '../../config/limits.ts';
import { checkedUrl, givenName, OutboundError, RuleError } from '../kernel/index.ts';
import { fold } from '../scim/index.ts';
import type { Words } from './held.ts';

/** A name that no other one has. Throws `RuleError`. */
export function freeName(
  { taken, noun }: Words,
  others: readonly { readonly name: string }[],
  wanted: string,
): string {
  const name = givenName(wanted);
  if (others.some((other) => fold(other.name) === fold(name)))
    throw new RuleError(taken, `There is already a ${noun} named ${name}. Choose another name.`);
  return name;
}

/** A URL to which events may go. Throws `RuleError`. */
export function checkedAddress({ invalid, noun }: Words, text: string, allowPrivate: boolean): string {
  if (text.length > limits.webhookUrlChars)
    throw new RuleError(invalid, `The URL of a ${noun} has at most ${limits.webhookUrlChars} characters.`);
  try {
    return checkedUrl(text, allowPrivate).href;
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new RuleError(invalid, `The URL cannot be used: ${error.message}.`, error);
  }
}
