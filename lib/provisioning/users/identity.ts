import { searchWords } from '../../accounts/index.ts';
import { fold, type Resource } from '../../scim/index.ts';
import { metaOf } from '../resources/resources.ts';
import type { Identity } from '../types.ts';
import { type Person, personOf } from './person.ts';

type Place = Pick<Identity, 'id' | 'integrationId' | 'rootId' | 'uniqueValues'> & {
  readonly accountId?: string | undefined;
  readonly waitsFor?: string | undefined;
  readonly resource?: Resource;
};

/** The document of a user: the resource with its `id` and `meta`, and the folded copies for the indexes. */
export function identityOf(resource: Resource, place: Place, now: number): Omit<Identity, 'v'> {
  const person = personOf(resource);
  const { meta, modifiedAt } = metaOf('User', place.resource, now);
  const { schemas, ...attributes } = resource;
  return {
    id: place.id,
    integrationId: place.integrationId,
    rootId: place.rootId,
    ...(place.accountId === undefined ? {} : { accountId: place.accountId }),
    userNameKey: fold(person.userName),
    ...(person.externalId === undefined ? {} : { externalId: person.externalId }),
    emailKeys: emailValues(resource),
    words: wordsOf(resource),
    ...(place.uniqueValues && place.uniqueValues.length > 0 ? { uniqueValues: place.uniqueValues } : {}),
    ...(place.waitsFor === undefined ? {} : { waitsFor: place.waitsFor }),
    modifiedAt,
    resource: { schemas, ...attributes, id: place.id, meta },
  };
}

/** Under what a search finds a user. */
export function wordsOf(resource: Resource): string[] {
  const { name, userName, email } = personOf(resource);
  return searchWords(name, userName, email?.text);
}

export function isActive({ resource }: Pick<Identity, 'resource'>): boolean {
  return resource.active !== false;
}

/** A different `externalId` under the same `userName` means a different person. */
export function isSomebodyElse({ externalId }: Identity, person: Person): boolean {
  return externalId !== undefined && person.externalId !== undefined && externalId !== person.externalId;
}

function emailValues(resource: Resource): string[] {
  const entries = (Array.isArray(resource.emails) ? resource.emails : []) as readonly Resource[];
  return [...new Set(entries.flatMap(({ value }) => (typeof value === 'string' ? [fold(value)] : [])))];
}
