import { limits } from '../../config/limits.ts';
import { checkedUrl, OutboundError, type RuleCode, RuleError } from '../kernel/index.ts';
import { fold } from '../scim/index.ts';

interface Codes {
  readonly invalid: RuleCode;
  readonly taken: RuleCode;
  /** What a person calls it. */
  readonly noun: string;
}

/** The codes of the refusals, for webhooks and for streams. */
export const ofWebhook: Codes = { invalid: 'invalid_webhook', taken: 'webhook_name_taken', noun: 'webhook' };
export const ofStream: Codes = { invalid: 'invalid_stream', taken: 'stream_name_taken', noun: 'stream' };

/** A name that no other one has. Throws `RuleError`. */
export function freeName(
  { taken, noun }: Codes,
  others: readonly { readonly name: string }[],
  wanted: string,
): string {
  const name = wanted.trim();
  if (name === '' || name.length > limits.nameChars)
    throw new RuleError('invalid_name', `A name has 1 to ${limits.nameChars} characters.`);
  if (others.some((other) => fold(other.name) === fold(name)))
    throw new RuleError(taken, `There is already a ${noun} named ${name}. Choose another name.`);
  return name;
}

/** A URL to which events may go. Throws `RuleError`. */
export function checkedAddress({ invalid, noun }: Codes, text: string, allowPrivate: boolean): string {
  if (text.length > limits.webhookUrlChars)
    throw new RuleError(invalid, `The URL of a ${noun} has at most ${limits.webhookUrlChars} characters.`);
  try {
    return checkedUrl(text, allowPrivate).href;
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new RuleError(invalid, `The URL cannot be used: ${error.message}.`, error);
  }
}
