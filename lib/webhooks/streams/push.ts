import { limits } from '../../../config/limits.ts';
import { type Answered, RuleError, type Secret, unseal } from '../../kernel/index.ts';
import { maskText } from '../../observe/index.ts';
import { type Outcome, type SendParts, timed } from '../answer.ts';
import type { Delivery } from '../types.ts';
import { type SigningParts, signedToken } from './token.ts';
import type { Stream } from './types.ts';

/** Refusals of the token itself (RFC 8935 section 2.4): the same token again cannot do better. */
const final: readonly unknown[] = ['invalid_request', 'invalid_issuer', 'invalid_audience'];

/** Pushes one security event token (RFC 8935 section 2). Never throws. */
export async function push(
  parts: SendParts & SigningParts,
  stream: Stream,
  delivery: Delivery,
): Promise<Outcome> {
  return timed(parts.runtime, async () => {
    const { authorization, id, url = '' } = stream;
    const answered = await parts.poster.post(url, {
      body: await signedToken(parts, stream, delivery),
      headers: {
        'content-type': 'application/secevent+jwt',
        accept: 'application/json',
        ...(authorization === undefined ? {} : { authorization: opened(parts.key, id, authorization) }),
      },
    });
    const { status, text, retryAfter } = answered;
    const answer = maskText(text).slice(0, limits.webhookAnswerChars);
    return {
      attempt: { status, ...(answer === '' ? {} : { answer }) },
      result: resultOf(answered),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
  });
}

function resultOf({ status, text }: Answered): Outcome['result'] {
  if (status >= 200 && status < 300) return 'delivered';
  if (status === 410) return 'gone';
  return status === 400 && final.includes(errIn(text)) ? 'refused' : 'failed';
}

function errIn(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'err' in body ? body.err : undefined;
  } catch {
    return undefined;
  }
}

function opened(key: Secret, id: string, sealed: string): string {
  const text = unseal(key, 'webhook secrets', id, sealed);
  if (text === undefined)
    throw new RuleError(
      'webhook_secret_changed',
      'SAML_SECRET has changed, so the authorization of the stream cannot be read. Set it again.',
    );
  return text;
}
