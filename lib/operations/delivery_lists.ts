import { z } from 'zod';
import type { Unit } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import {
  deliveries,
  deliveryNamed,
  deliveryStates,
  type Receiver,
  redeliver,
  redeliverDead,
} from '../webhooks/index.ts';
import { pageOf, paging } from './arguments.ts';
import { deliveryView } from './webhook_views.ts';

export const deliveryArgument = z.string().min(1).describe('id of the delivery, or of its event');

export const listed = {
  state: z.enum(deliveryStates).exactOptional().describe('only deliveries in this state'),
  ...paging,
};

export const again = {
  delivery: deliveryArgument.exactOptional(),
  dead: z.boolean().default(false).describe('all dead deliveries, up to 200 at a time'),
};

type Listed = z.output<z.ZodObject<typeof listed>>;
type Again = z.output<z.ZodObject<typeof again>>;

/** A page of the deliveries to a receiver, the newest first. */
export async function deliveriesOf(reader: Reader, { id }: Receiver, { state, ...page }: Listed) {
  const along = state === undefined ? {} : { index: 'state', equal: [state] };
  const range = { ...along, ...pageOf(page), descending: true };
  const { items, next } = await reader.list(deliveries, id, range);
  return { deliveries: items.map(deliveryView), ...(next === undefined ? {} : { next }) };
}

/** Makes one delivery or all dead ones due again, and returns how many. Throws `RuleError`. */
export async function redelivered(
  unit: Unit,
  receiver: Receiver,
  { delivery: which, dead }: Again,
  nameOf: (argument: string) => string,
): Promise<number> {
  if ((which === undefined) !== dead)
    throw new RuleError('contradictory_arguments', `Give either ${nameOf('delivery')} or ${nameOf('dead')}.`);
  if (which === undefined) return redeliverDead(unit, receiver);
  redeliver(unit, receiver, await deliveryNamed(unit, receiver, which));
  return 1;
}
