import { fold } from '../../lib/scim/filter/compare.ts';
import { createRegistry } from '../../lib/scim/schema/registry.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import type { Collection, Doc } from '../../lib/store/port.ts';

/** One of everything that a declaration may have. */
export interface Person extends Doc {
  readonly tenant: string;
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly room?: string;
  readonly seat?: number;
  readonly badge?: string;
  readonly tags?: readonly string[] | null;
  readonly age?: number | null;
  readonly active?: boolean;
  readonly dueAt?: number;
  readonly vanishesAt?: number;
  readonly note?: unknown;
}

export const people: Collection<Person> = {
  name: 'people',
  scope: 'tenant',
  unique: {
    name: { fields: ['name'] },
    alias: { fields: ['aliases'] },
    seat: { fields: ['room', 'seat'] },
    badge: { fields: ['badge'], global: true },
  },
  indexes: {
    tag: { fields: ['tags'] },
    age: { fields: ['age'] },
    roomAge: { fields: ['room', 'age'] },
    active: { fields: ['active', 'age'] },
    due: { fields: ['dueAt'], global: true },
  },
  expires: 'vanishesAt',
};

/** Belongs to no tenant. */
export interface Place extends Doc {
  readonly slug: string;
  readonly visits: number;
}

export const places: Collection<Place> = {
  name: 'places',
  scope: 'platform',
  unique: { slug: { fields: ['slug'] } },
  indexes: {},
};

/** Holds a SCIM resource. */
export interface User extends Doc {
  readonly integration: string;
  readonly userNameKey?: string;
  readonly emailKeys: readonly string[];
  readonly modifiedAt?: number;
  readonly resource: Resource;
}

export const registry = createRegistry();
export const { userType } = registry;

export const users: Collection<User> = {
  name: 'users',
  scope: 'integration',
  unique: { userName: { fields: ['userNameKey'] } },
  indexes: { email: { fields: ['emailKeys'] }, modified: { fields: ['modifiedAt'] } },
  search: {
    type: () => 'User',
    resource: (doc) => doc.resource,
    keys: {
      userName: { field: 'userNameKey', index: 'userName' },
      'emails.value': { field: 'emailKeys', index: 'email' },
      'meta.lastModified': { field: 'modifiedAt', index: 'modified' },
      id: { field: 'id', index: 'id' },
    },
  },
};

/** Its ids are always new. */
export interface Note extends Doc {
  readonly text: string;
}

export const notes: Collection<Note> = {
  name: 'notes',
  scope: 'platform',
  unique: {},
  indexes: { text: { fields: ['text'] } },
  minted: true,
};

export const collections = [people, places, users, notes] as unknown as readonly Collection<Doc>[];

/** The document of a SCIM resource, with the folded copies that the keys run along. */
export function userOf(integration: string, id: string, resource: Resource): Omit<User, 'v'> {
  const { userName, emails, meta } = resource as {
    readonly userName?: string;
    readonly emails?: readonly { readonly value?: string }[];
    readonly meta?: { readonly lastModified?: string };
  };
  return {
    id,
    integration,
    ...(userName ? { userNameKey: fold(userName) } : {}),
    emailKeys: [...new Set((emails ?? []).flatMap(({ value }) => (value ? [fold(value)] : [])))],
    ...(meta?.lastModified ? { modifiedAt: Date.parse(meta.lastModified) } : {}),
    resource: { ...resource, id },
  };
}
