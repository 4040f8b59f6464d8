import type { Unit } from '../audit/index.ts';
import type { Collection, Reader } from '../store/index.ts';
import { type Stream, streams } from './streams/types.ts';
import { type Webhook, webhooks } from './types.ts';

/** A receiver of events. */
export type Receiver = Webhook | Stream;

/** The collections of all receivers. */
export const receiverCollections: readonly Collection<Receiver>[] = [
  webhooks as unknown as Collection<Receiver>,
  streams as unknown as Collection<Receiver>,
];

export function receiverAgain(
  reader: Reader,
  { kind, rootId, id }: Pick<Receiver, 'kind' | 'rootId' | 'id'>,
): Promise<Receiver | undefined> {
  return kind === 'webhook' ? reader.get(webhooks, rootId, id) : reader.get(streams, rootId, id);
}

export function saveReceiver(unit: Unit, receiver: Receiver): Receiver {
  return receiver.kind === 'webhook' ? unit.update(webhooks, receiver) : unit.update(streams, receiver);
}

/** Whether Rollcall delivers to a receiver now: it is enabled, does not poll, and is not paused. */
export function isServed(receiver: Receiver): boolean {
  if (receiver.enabled === undefined || receiver.kind === 'poll') return false;
  return receiver.kind === 'webhook' || receiver.pausedAt === undefined;
}
