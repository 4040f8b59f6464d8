import { fold, type Resource } from '../../scim/index.ts';
import { metaOf } from '../resources/resources.ts';
import type { DirectoryGroup } from './types.ts';

type Place = Pick<DirectoryGroup, 'id' | 'integrationId' | 'rootId' | 'uniqueValues'> & {
  readonly resource?: Resource;
};

/** The document of a directory group: the resource with its `id` and `meta`, and the folded copies for the indexes. */
export function groupDocument(
  now: number,
  resource: Resource,
  place: Place,
  size: number,
): Omit<DirectoryGroup, 'v'> {
  const { schemas, ...attributes } = resource;
  const { id, integrationId, rootId, uniqueValues = [] } = place;
  const { meta, modifiedAt } = metaOf('Group', place.resource, now);
  return {
    id,
    integrationId,
    rootId,
    nameKey: fold(String(resource.displayName)),
    ...(typeof resource.externalId === 'string' ? { externalId: resource.externalId } : {}),
    ...(uniqueValues.length > 0 ? { uniqueValues } : {}),
    modifiedAt,
    size,
    resource: { schemas, ...attributes, id, meta },
  };
}

/** The same group with another number of members. */
export function resized(now: number, group: DirectoryGroup, size: number): DirectoryGroup {
  return { ...groupDocument(now, group.resource, group, size), v: group.v };
}
