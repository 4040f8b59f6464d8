import { limits } from '../../config/limits.ts';
import type { Unit } from '../audit/index.ts';
import { beginOnce, type Kind, type Work } from '../jobs/index.ts';
import type { Receiver } from './receivers.ts';
import { deliveries } from './types.ts';

const NAME = 'receiver end';

/** Begins to forget the deliveries of a removed receiver: nobody can acknowledge or send them any more. */
export function forgetDeliveries(unit: Unit, { id, rootId }: Receiver): Promise<Work> {
  return beginOnce(unit, { kind: NAME, rootId, subject: id, cause: unit.id(), state: {} });
}

/** Removes the deliveries of a removed receiver. */
export const receiverEnd: Kind<object> = {
  name: NAME,
  async step(unit, { subject }) {
    const { items } = await unit.list(deliveries, subject, { limit: limits.webhookLook });
    for (const delivery of items) unit.remove(deliveries, delivery);
    return { state: {}, done: items.length, next: items.length < limits.webhookLook ? 'end' : 'step' };
  },
};
