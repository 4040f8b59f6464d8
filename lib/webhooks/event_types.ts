import { type EventName, events } from '../audit/index.ts';

/** The events of webhooks alone: made from what a transaction has written, they have no audit entry of their own. */
export const derivedEvents = {
  'access.given': 'An account gets its first membership under a top-level group.',
  'access.changed': 'The roles of an account under a top-level group change, and some remain.',
  'access.ended': 'An account loses its last membership under a top-level group.',
  'webhook.tested': 'Somebody tests the webhook that gets it.',
} as const;

export type DerivedEventName = keyof typeof derivedEvents;
export type EventType = EventName | DerivedEventName;

/** All types of events for webhooks. */
export const eventTypes: readonly string[] = [...Object.keys(derivedEvents), ...Object.keys(events)];

const nouns = new Set(eventTypes.map(nounOf));

/** Whether a text is a type of event, or a noun with `.*` for all of its types. */
export function isTypeFilter(text: string): boolean {
  return eventTypes.includes(text) || (text.endsWith('.*') && nouns.has(nounOf(text)));
}

/** Whether a filter lets a type through; an empty one lets every type through. */
export function hears(types: readonly string[], type: string): boolean {
  return types.length === 0 || types.includes(type) || types.includes(`${nounOf(type)}.*`);
}

function nounOf(type: string): string {
  return type.split('.')[0] ?? '';
}
