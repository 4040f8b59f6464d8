import type { Collection, Doc } from '../store/index.ts';

export const webhookKinds = ['webhook'] as const;
export type WebhookKind = (typeof webhookKinds)[number];

/** A secret that signs, sealed. While one is rotated, two sign. */
export interface WebhookSecret {
  readonly id: string;
  readonly sealed: string;
  readonly createdAt: number;
  /** Set when it was rotated: it signs until then. */
  readonly endsAt?: number;
}

/** Where events go. */
export interface Webhook extends Doc {
  /** The top-level group whose changes it gets; `platform` for all. */
  readonly rootId: string;
  readonly name: string;
  readonly kind: WebhookKind;
  readonly url: string;
  /** The types that it gets, such as `access.ended` or `access.*`; empty for all. */
  readonly types: readonly string[];
  readonly deadlineMinutes: number;
  readonly secrets: readonly WebhookSecret[];
  readonly createdAt: number;
  /** The account that made it; absent when the operator did. */
  readonly createdBy?: string;
  /** `id`, while it is enabled. */
  readonly enabled?: string;
  /** Why Rollcall disabled it. */
  readonly problem?: string;
  /** The time of the first failure since the last success. */
  readonly failingSince?: number;
}

/** One try to deliver. */
export interface Attempt {
  readonly at: number;
  readonly ms: number;
  readonly status?: number;
  /** Why there is no answer. */
  readonly problem?: string;
  /** The beginning of the answer. */
  readonly answer?: string;
}

export const deliveryStates = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One event for one webhook, written in the transaction of the change. */
export interface Delivery extends Doc {
  readonly webhookId: string;
  /** The top-level group that the event is about, or `platform`. */
  readonly rootId: string;
  readonly eventId: string;
  readonly type: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly state: DeliveryState;
  /** The account or document that the event is about. Its deliveries to one webhook go out in order. */
  readonly subject: string;
  readonly seq: number;
  /** The subject again, until it is delivered or dead. */
  readonly line?: string;
  /** When it may be tried; absent behind an earlier delivery of its line. */
  readonly dueAt?: number;
  readonly failures: number;
  readonly attempts: readonly Attempt[];
  readonly deliveredAt?: number;
  /** By when the product must have acted. */
  readonly deadlineAt?: number;
  /** `rootId`, until the product says that it has acted. */
  readonly owed?: string;
  readonly acknowledgedAt?: number;
  readonly expiresAt: number;
}

/** The number of the last event about one account: what is written about it at the same time conflicts here. */
export interface Line extends Doc {
  readonly seq: number;
  readonly expiresAt: number;
}

export const webhooks: Collection<Webhook> = {
  name: 'webhooks',
  scope: 'rootId',
  unique: {},
  indexes: { enabled: { fields: ['enabled'], global: true } },
};

export const deliveries: Collection<Delivery> = {
  name: 'webhook_deliveries',
  scope: 'webhookId',
  unique: { event: { fields: ['eventId'] } },
  indexes: {
    due: { fields: ['dueAt'] },
    line: { fields: ['line', 'seq'] },
    state: { fields: ['state'] },
    owed: { fields: ['owed', 'deadlineAt'], global: true },
  },
  expires: 'expiresAt',
};

export const lines: Collection<Line> = {
  name: 'webhook_lines',
  scope: 'platform',
  unique: {},
  indexes: {},
  expires: 'expiresAt',
};
