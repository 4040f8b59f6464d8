import type { Unit } from '../audit/index.ts';
import { hears } from './event_types.ts';
import type { Fact } from './facts.ts';
import type { Scene } from './payload.ts';
import type { Receiver } from './receivers.ts';
import { happeningsOf, heardOf } from './streams/scim_events.ts';
import type { Stream } from './streams/types.ts';
import type { Webhook } from './types.ts';

/** One event as one or several receivers get it. */
export interface Message {
  readonly fact: Fact;
  readonly to: readonly Receiver[];
  /** The subject of the event. Deliveries about one subject go to a receiver in order. */
  readonly subject: string;
  /** The person whose events are numbered; absent for others, which have their time. */
  readonly person?: string;
  data(scene: Scene): Promise<Readonly<Record<string, unknown>>>;
}

/** The messages about a fact: one for all webhooks, and a token of its own for each stream (RFC 8417 section 2.2: `jti`). */
export function messagesOf(fact: Fact, receivers: readonly Receiver[]): Message[] {
  const webhooks = receivers.filter((one): one is Webhook => one.kind === 'webhook');
  const streams = receivers.filter((one): one is Stream => one.kind !== 'webhook');
  return [
    ...webhookMessages(
      fact,
      webhooks.filter((webhook) => hears(webhook.types, fact.type) && !isRemoval(fact, webhook)),
    ),
    ...streams.flatMap((stream) => streamMessages(fact, stream)),
  ];
}

function webhookMessages(fact: Fact, to: readonly Webhook[]): Message[] {
  if (to.length === 0) return [];
  const { subject, accountId } = fact;
  return [
    {
      ...{ fact, to, subject },
      ...(accountId === undefined ? {} : { person: accountId }),
      data: (scene) => scene.dataOf(fact),
    },
  ];
}

function streamMessages(fact: Fact, stream: Stream): Message[] {
  const { event, access } = fact;
  if (!event?.resource || access) return [];
  const happenings = happeningsOf(event.action, event.resource);
  const heard = happenings && heardOf(stream.events, happenings);
  if (!heard) return [];
  const { resource, target } = event;
  return [
    {
      ...{ fact, to: [stream], subject: target.id },
      ...(target.kind === 'user' ? { person: target.id } : {}),
      data: (scene) => scene.tokenOf(fact, resource, heard),
    },
  ];
}

function isRemoval({ type, subject }: Fact, { id }: Webhook): boolean {
  return type === 'webhook.removed' && subject === id;
}

/** Gives each transaction one `txn`, however many tokens tell of it (RFC 9967 section 2.2). */
export function transactionId(unit: Unit): () => string {
  let id: string | undefined;
  return () => {
    id ??= unit.id();
    return id;
  };
}
