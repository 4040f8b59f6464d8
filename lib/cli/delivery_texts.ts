import type { DeliveryView } from '../operations/index.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';
import type { Paint, Style } from './terminal/paint.ts';

export const deliveryStyles: Readonly<Record<DeliveryView['state'], Style>> = {
  waiting: 'yellow',
  delivered: 'green',
  dead: 'red',
};

/** The deliveries to a webhook or a stream. */
export function deliveriesTable(
  receiver: string,
  deliveries: readonly DeliveryView[],
  next: string | undefined,
  paint: Paint,
) {
  return listing(
    ['at', 'event', 'account', 'state', 'attempts', 'next', 'id', 'last answer'],
    deliveries.map(({ at, type, account = '', state, attempts, nextAt, id, last = '' }) => [
      ...[shortTime(at), type, account],
      [deliveryStyles[state], state],
      ...[String(attempts), shortTime(nextAt), id, last],
    ]),
    { none: `${receiver} has no delivery.`, next },
    paint,
  );
}

interface Shown extends DeliveryView {
  readonly payload: object;
  readonly tries: readonly {
    readonly at: string;
    readonly ms: number;
    readonly status?: number;
    readonly problem?: string;
    readonly answer?: string;
  }[];
}

/** One delivery. `idName` is what its receiver calls the id of the event. */
export function deliveryText(
  idName: string,
  { type, event, state, deadline, acknowledgedAt, payload, tries }: Shown,
  paint: Paint,
) {
  return joined(
    paint('bold', type),
    fields(
      [
        [idName, event],
        ['state', [deliveryStyles[state], state]],
        ['deadline', deadline && shortTime(deadline)],
        ['acknowledged', acknowledgedAt && shortTime(acknowledgedAt)],
      ],
      paint,
    ),
    listing(
      ['at', 'ms', 'status', 'answer'],
      tries.map(({ at, ms, status, problem, answer }) => [
        ...[shortTime(at), String(ms), status === undefined ? '' : String(status), problem ?? answer ?? ''],
      ]),
      { none: 'It was not tried yet.' },
      paint,
    ),
    JSON.stringify(payload, null, 2),
  );
}

/** The answer of a receiver to a test event. */
export interface Tried {
  readonly status?: number;
  readonly problem?: string;
  readonly answer?: string;
  readonly ms?: number;
}

export function triedText({ status, problem, answer, ms }: Tried, paint: Paint): string {
  return joined(
    problem === undefined ? `The receiver answers ${status} after ${ms} ms.` : `No answer: ${problem}.`,
    answer === undefined ? undefined : paint('dim', answer),
  );
}

export function isRefused({ status = 0 }: Tried): boolean {
  return status < 200 || status > 299;
}
