import { emailKey, searchWords } from '../../accounts/index.ts';
import type { SamlProvider } from '../../groups/index.ts';
import { fold, type Resource } from '../../scim/index.ts';
import { metaOf } from '../resources/resources.ts';
import type { Identity } from '../types.ts';

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

/** How a change affects `active`. */
export type Turn = 'changed' | 'reactivated' | 'deactivated';

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

/** The data of a SCIM User resource that rules use. */
export interface Person {
  readonly userName: string;
  readonly name: string;
  readonly active: boolean;
  /** As written, and its key; absent when no address is sent. */
  readonly email?: { readonly text: string; readonly key: string };
  readonly externalId?: string;
}

/** The data of resources that were read. A resource never changes, so one reading serves all steps. */
const known = new WeakMap<Resource, Person>();

export function personOf(resource: Resource): Person {
  const person = known.get(resource) ?? read(resource);
  known.set(resource, person);
  return person;
}

function read(resource: Resource): Person {
  const userName = text(resource.userName) ?? '';
  const email = emailOf(resource) ?? addressIn(userName);
  const externalId = text(resource.externalId);
  return {
    userName,
    name: nameOf(resource) ?? userName,
    active: resource.active !== false,
    ...(email === undefined ? {} : { email }),
    ...(externalId === undefined ? {} : { externalId }),
  };
}

/** The hex digits that a directory puts before the name of a soft-deleted user. */
const SOFT_DELETED = /^[\da-f]{32}(?=[^@])/i;

/** The name that a soft-deleted user had before; any other name unchanged. */
export function beforeSoftDeletion(name: string): string {
  return name.replace(SOFT_DELETED, '');
}

/** The value by which a SAML provider names this user. */
export function samlNameOf(person: Person, identifyBy: SamlProvider['identifyBy']): string | undefined {
  return identifyBy === 'email' ? person.email?.text : person[identifyBy];
}

/** The primary address, or else the work address, or else the first valid one. */
function emailOf(resource: Resource): Person['email'] {
  const entries = (Array.isArray(resource.emails) ? resource.emails : []) as readonly Resource[];
  const addresses = entries.flatMap((entry) => {
    const email = addressIn(text(entry.value) ?? '');
    return email ? [{ email, entry }] : [];
  });
  const chosen =
    addresses.find(({ entry }) => entry.primary === true) ??
    addresses.find(({ entry }) => text(entry.type)?.toLowerCase() === 'work') ??
    addresses[0];
  return chosen?.email;
}

function addressIn(written: string): Person['email'] {
  const key = emailKey(written);
  return key === undefined ? undefined : { text: written.trim(), key };
}

function nameOf(resource: Resource): string | undefined {
  const name = (resource.name ?? {}) as Resource;
  const parts = [name.givenName, name.familyName].map(text).filter((part) => part !== undefined);
  return (
    text(resource.displayName) ?? text(name.formatted) ?? (parts.length > 0 ? parts.join(' ') : undefined)
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
