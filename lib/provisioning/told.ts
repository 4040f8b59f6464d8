import type { ScimResource } from '../audit/index.ts';
import type { Resource } from '../scim/index.ts';
import type { Change } from './types.ts';

interface Stored {
  readonly id: string;
  readonly integrationId: string;
  readonly resource: Resource;
}

/** A stored resource as those hear of it who listen for its changes. A new one has all of its attributes changed. */
export function scimResource(
  endpoint: string,
  { id, integrationId, resource }: Stored,
  method: string | undefined,
  attributes: readonly string[] = attributesOf(resource),
): ScimResource {
  const { externalId } = resource;
  return {
    ...{ integrationId, uri: `${endpoint}/${id}`, attributes },
    ...(typeof externalId === 'string' ? { externalId } : {}),
    ...(method === undefined ? {} : { method }),
  };
}

/** The attributes in a list of changes of resources. */
export function attributesIn(changes: readonly Change[]): string[] {
  return changes.map(({ what }) => what);
}

function attributesOf(resource: Resource): string[] {
  return Object.keys(resource).filter((name) => name !== 'meta' && name !== 'schemas');
}
