import { limits } from '../../config/limits.ts';
import { OutboundError, type Poster, type Runtime, type Secret } from '../kernel/index.ts';
import { maskText } from '../observe/index.ts';
import { signatures } from './secrets.ts';
import type { Attempt, Delivery, Webhook } from './types.ts';

/** What came of one try. */
export interface Outcome {
  readonly attempt: Attempt;
  /** The receiver has it; it could not be given; the receiver is gone for good (410). */
  readonly result: 'delivered' | 'failed' | 'gone';
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
export async function send(parts: SendParts, webhook: Webhook, delivery: Delivery): Promise<Outcome> {
  const { poster, runtime, key, publicUrl } = parts;
  const at = runtime.now();
  const since = (): Pick<Attempt, 'at' | 'ms'> => ({ at, ms: Math.max(0, runtime.now() - at) });
  try {
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
      attempt: { ...since(), status, ...(answer === '' ? {} : { answer }) },
      result: status >= 200 && status < 300 ? 'delivered' : status === 410 ? 'gone' : 'failed',
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
  } catch (error) {
    const problem = error instanceof OutboundError ? error.message : String(error);
    return {
      attempt: { ...since(), problem: problem.slice(0, limits.webhookAnswerChars) },
      result: 'failed',
    };
  }
}
