import type { EventName, TargetKind } from './events.ts';
import type { Actor, ScimResource } from './types.ts';

/** An event of the catalogue, as a transaction records it. */
export interface Recorded {
  readonly rootId: string;
  readonly actor: Actor;
  readonly action: EventName;
  readonly target: { readonly kind: TargetKind; readonly id: string };
  readonly detail: object;
  readonly requestId?: string;
  readonly resource?: ScimResource;
}

/** A role in a group. */
export interface Held {
  readonly groupId: string;
  readonly role: string;
}

/** All roles of an account under one top-level group, before and after a write. */
export interface AccessTold {
  readonly rootId: string;
  readonly accountId: string;
  readonly before: readonly Held[];
  readonly after: readonly Held[];
}

/** What one transaction changes, in order. */
export type Told =
  | { readonly event: Recorded; readonly at: number }
  | { readonly access: AccessTold; readonly at: number };

/** Receives every change, in its transaction. `U` is the unit of work. */
export interface Outlet<U> {
  /** Writes the messages about the changes, in their transaction. */
  settle(unit: U, told: readonly Told[]): Promise<void>;
  /** The transaction has committed. */
  committed(told: readonly Told[]): void;
}
