import type { EventName, ScimResource } from '../../audit/index.ts';
import { scimEvents } from '../../scim/index.ts';

/** The `events` of a security event token: what happened, by its URI. */
export type Happenings = Readonly<Record<string, object>>;

/** Tells a receiver that its stream works (OpenID Shared Signals Framework 1.0 section 8.1.4.1). */
export const verificationUri = 'https://schemas.openid.net/secevent/ssf/event-type/verification';

/** Translates an event of the catalogue to RFC 9967 section 2.4. Undefined if no SCIM resource has changed. */
export function happeningsOf(action: EventName, resource: ScimResource): Happenings | undefined {
  const turn = turns[action];
  const { attributes } = resource;
  if (turn === undefined) return undefined;
  if (turn === 'delete') return { [scimEvents.delete]: {} };
  if (turn === 'create') return { [scimEvents.create]: { attributes } };
  const changed = attributes.length === 0 ? {} : { [changeOf(resource)]: { attributes } };
  if (turn === 'activate' || turn === 'deactivate') return { [scimEvents[turn]]: {}, ...changed };
  return attributes.length === 0 ? undefined : changed;
}

/** The events that a stream subscribes to. Undefined if there are none. */
export function heardOf(events: readonly string[], happenings: Happenings): Happenings | undefined {
  if (events.length === 0) return happenings;
  const heard = Object.entries(happenings).filter(([uri]) => events.includes(uri));
  return heard.length === 0 ? undefined : Object.fromEntries(heard);
}

const turns: Partial<Record<EventName, keyof typeof scimEvents | 'change'>> = {
  'user.created': 'create',
  'user.changed': 'change',
  'user.deactivated': 'deactivate',
  'user.reactivated': 'activate',
  'user.deleted': 'delete',
  'directory_group.created': 'create',
  'directory_group.changed': 'change',
  'directory_group.deleted': 'delete',
  'resource.created': 'create',
  'resource.changed': 'change',
  'resource.deleted': 'delete',
};

/** A POST that brings a user back replaces the resource, as a PUT does. */
function changeOf({ method }: ScimResource): string {
  return method === 'PATCH' ? scimEvents.patch : scimEvents.put;
}
