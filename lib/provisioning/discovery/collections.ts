import type { Collection, Doc } from '../../store/index.ts';

/** An integration that shows unprovisioned members. The `id` is that of the integration. */
export interface Discovery extends Doc {
  readonly rootId: string;
}

/** A member of the group whom an integration has not created. Its `id` is the id of the user that the integration shows. */
export interface Unprovisioned extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  readonly accountId: string;
  readonly since: number;
}

export const discoveries: Collection<Discovery> = {
  name: 'discoveries',
  scope: 'platform',
  unique: {},
  indexes: { root: { fields: ['rootId'] } },
};

export const unprovisioned: Collection<Unprovisioned> = {
  name: 'unprovisioned_users',
  scope: 'integrationId',
  unique: { account: { fields: ['accountId'] } },
  indexes: {},
  search: {
    type: () => 'User',
    resource: ({ id }) => ({ id }),
    keys: { id: { field: 'id', index: 'id' } },
  },
};
