import type { Action, Caller } from '../../../access/index.ts';
import {
  streamDeliveries,
  streamDelivery,
  streamPause,
  streamRedeliver,
  streamRemove,
  streamResume,
  streamRotate,
  streamShow,
  streamTest,
  webhookAcknowledge,
  webhookChange,
  webhookDeliveries,
  webhookDelivery,
  webhookRedeliver,
  webhookRemove,
  webhookRotate,
  webhookShow,
  webhookTest,
} from '../../../operations/index.ts';
import { type deliveryPage, type Page, streamPage, webhookPage } from '../../../views/index.ts';
import type { Site } from '../site.ts';

/** An operation that the pages of both kinds have. */
interface Does<R> {
  perform(site: Site, caller: Caller, wish: object): Promise<R>;
}

interface Named {
  readonly name: string;
}

/** The answer of a receiver to a test event; a poll gives none. */
export interface Tried {
  readonly kind?: 'push' | 'poll';
  readonly status?: number;
  readonly problem?: string;
  readonly ms?: number;
}

type ShownDelivery = Omit<Parameters<typeof deliveryPage>[0], 'side' | 'crumbs' | 'here'>;
type ShownList = Pick<
  Parameters<typeof webhookPage>[0],
  'side' | 'crumbs' | 'here' | 'deliveries' | 'filter' | 'isLater' | 'next'
>;

/** A button that changes the state of a receiver, and what the next page says. */
export interface Act {
  readonly path: string;
  readonly action: Action;
  readonly perform: Does<Named>['perform'];
  said(name: string): string;
}

/** A kind of receiver: its operations, its page, and its words. */
export interface Kind {
  readonly noun: 'webhook' | 'stream';
  readonly page: 'webhooks' | 'streams';
  /** The part of a path that names a delivery. */
  readonly delivery: string;
  /** What the receiver calls the id of an event. */
  readonly idName: string;
  /** What proves who it is, what that is for, and for how long the former one serves. */
  readonly secret: {
    readonly what: string;
    readonly purpose: string;
    readonly both: string;
    readonly former: string;
  };
  readonly removal: { readonly effect: string; readonly more: string };
  readonly acts: readonly Act[];
  readonly operations: {
    readonly show: Does<Named>;
    readonly deliveries: Does<Pick<ShownList, 'deliveries'> & { readonly next?: string }>;
    readonly delivery: Does<ShownDelivery>;
    readonly redeliver: Does<{ readonly redelivered: number }>;
    readonly rotate: Does<{ readonly secret: string }>;
    readonly remove: Does<Named>;
    readonly test: Does<Tried>;
    readonly acknowledge?: Does<object>;
  };
  pageOf(site: Site, caller: Caller, wish: object, shown: ShownList): Promise<Page>;
}

export const webhookKind: Kind = {
  noun: 'webhook',
  page: 'webhooks',
  delivery: 'delivery',
  idName: 'webhook-id',
  secret: {
    what: 'secret',
    purpose: 'The product verifies the signatures with it.',
    both: 'For a day both secrets sign each event. Put the new one into the product in that time.',
    former: 'The former one signs too for a day.',
  },
  removal: {
    effect: 'Nothing more is sent to it.',
    more: 'What waits for it and its delivery log are lost.',
  },
  acts: [enabling('enable', true), enabling('disable', false)],
  operations: {
    show: webhookShow,
    deliveries: webhookDeliveries,
    delivery: webhookDelivery,
    redeliver: webhookRedeliver,
    rotate: webhookRotate,
    remove: webhookRemove,
    test: webhookTest,
    acknowledge: webhookAcknowledge,
  },
  pageOf: async (site, caller, wish, shown) =>
    webhookPage({ ...shown, ...(await webhookShow.perform(site, caller, wish)) }),
};

export const streamKind: Kind = {
  noun: 'stream',
  page: 'streams',
  delivery: 'set',
  idName: 'jti',
  secret: {
    what: 'token',
    purpose: 'The receiver polls with it.',
    both: 'For a day both tokens work. Put the new one into the receiver in that time.',
    former: 'The former one works for a day.',
  },
  removal: {
    effect: 'Nothing more is delivered by it.',
    more: 'What waits for its receiver is lost, and its delivery log.',
  },
  acts: [
    {
      path: 'pause',
      action: 'stream.pause',
      perform: streamPause.perform,
      said: (name) => `${name} is paused; what it hears is kept.`,
    },
    {
      path: 'resume',
      action: 'stream.resume',
      perform: streamResume.perform,
      said: (name) => `${name} delivers again.`,
    },
  ],
  operations: {
    show: streamShow,
    deliveries: streamDeliveries,
    delivery: streamDelivery,
    redeliver: streamRedeliver,
    rotate: streamRotate,
    remove: streamRemove,
    test: streamTest,
  },
  pageOf: async (site, caller, wish, shown) =>
    streamPage({ ...shown, ...(await streamShow.perform(site, caller, wish)) }),
};

function enabling(path: 'enable' | 'disable', enabled: boolean): Act {
  return {
    path,
    action: 'webhook.change',
    perform: (site, caller, wish) => webhookChange.perform(site, caller, { ...wish, enabled }),
    said: (name) => `${name} is ${path}d.`,
  };
}
