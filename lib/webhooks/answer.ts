import { limits } from '../../config/limits.ts';
import { OutboundError, type Poster, RuleError, type Runtime, type Secret } from '../kernel/index.ts';
import { maskText } from '../observe/index.ts';
import { signatures } from './secrets.ts';
import type { Attempt, Delivery, Webhook } from './types.ts';

/** What came of one try. */
export interface Outcome {
  readonly attempt: Attempt;
  /** The receiver has it; it could not be given; it never takes it; the receiver is gone for good (410). */
  readonly result: 'delivered' | 'failed' | 'refused' | 'gone';
  /** Milliseconds that the receiver asks to wait. */
  readonly retryAfter?: number;
}

export interface SendParts {
  readonly poster: Poster;
  readonly runtime: Pick<Runtime, 'now'>;
  /** Unseals the secrets. */
  readonly key: Secret;
  readonly publicUrl: string;
}

/** Where the receiver says that it has acted on an event. */
export function acknowledgeUrl(publicUrl: string, { webhookId, eventId }: Delivery): string {
  return `${publicUrl}/api/v1/webhooks/${webhookId}/acknowledgements/${eventId}`;
}

/** The body of a webhook (Standard Webhooks 1.0): type, timestamp, data. */
export function bodyOf(publicUrl: string, delivery: Delivery): string {
  const { type, at, data, deadlineAt } = delivery;
  const acknowledge = deadlineAt === undefined ? {} : { acknowledge: acknowledgeUrl(publicUrl, delivery) };
  return JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: { ...data, ...acknowledge } });
}

/** Sends one delivery, signed. Never throws. */
export function send(parts: SendParts, webhook: Webhook, delivery: Delivery): Promise<Outcome> {
  const { poster, runtime, key, publicUrl } = parts;
  return timed(runtime, async (at) => {
    const body = bodyOf(publicUrl, delivery);
    const seconds = Math.floor(at / 1_000);
    const { status, text, retryAfter } = await poster.post(webhook.url, {
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': delivery.eventId,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatures(webhook, key, at, { id: delivery.eventId, at: seconds, body }),
      },
    });
    const answer = maskText(text).slice(0, limits.webhookAnswerChars);
    return {
      attempt: { status, ...(answer === '' ? {} : { answer }) },
      result: status >= 200 && status < 300 ? 'delivered' : status === 410 ? 'gone' : 'failed',
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
  });
}

type Untimed = Omit<Outcome, 'attempt'> & { readonly attempt: Omit<Attempt, 'at' | 'ms'> };

/** Makes one try, which begins at `at`, and notes its time. One that throws has failed. */
export async function timed(
  runtime: Pick<Runtime, 'now'>,
  attempt: (at: number) => Promise<Untimed>,
): Promise<Outcome> {
  const at = runtime.now();
  const since = (): Pick<Attempt, 'at' | 'ms'> => ({ at, ms: Math.max(0, runtime.now() - at) });
  try {
    const tried = await attempt(at);
    return { ...tried, attempt: { ...since(), ...tried.attempt } };
  } catch (error) {
    const problem = isSentence(error) ? error.message : String(error);
    return {
      attempt: { ...since(), problem: problem.slice(0, limits.webhookAnswerChars) },
      result: 'failed',
    };
  }
}

function isSentence(error: unknown): error is Error {
  return error instanceof OutboundError || error instanceof RuleError;
}
