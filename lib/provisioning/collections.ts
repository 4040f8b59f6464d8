import { foldResource } from '../scim/filter/fold.ts';
import type { Registry } from '../scim/schema/registry.ts';
import type { Collection } from '../store/port.ts';
import type { DirectoryGroup } from './directory/types.ts';
import type {
  Attention,
  CustomResource,
  Ending,
  Identity,
  LogEntry,
  PlannedRemoval,
  RemovalWindow,
} from './types.ts';

export const removalWindows: Collection<RemovalWindow> = {
  name: 'removal_windows',
  scope: 'rootId',
  unique: {},
  indexes: {},
};

export const plannedRemovals: Collection<PlannedRemoval> = {
  name: 'planned_removals',
  scope: 'integrationId',
  unique: {},
  indexes: {},
};

export const endings: Collection<Ending> = {
  name: 'integration_endings',
  scope: 'rootId',
  unique: {},
  indexes: { age: { fields: ['touchedAt'], global: true } },
};

export const attentions: Collection<Attention> = {
  name: 'attentions',
  scope: 'integrationId',
  unique: { externalId: { fields: ['externalId'] } },
  indexes: { account: { fields: ['accountId'] }, email: { fields: ['emailKey'] } },
};

export const logEntries: Collection<LogEntry> = {
  name: 'log_entries',
  scope: 'rootId',
  unique: {},
  indexes: { request: { fields: ['requestId'] }, integration: { fields: ['integrationId'] } },
  expires: 'expiresAt',
};

/** The collections whose documents are searched as SCIM resources: how they fold depends on the schemas. */
export interface ResourceCollections {
  readonly identities: Collection<Identity>;
  readonly directoryGroups: Collection<DirectoryGroup>;
  readonly customResources: Collection<CustomResource>;
}

const idKey = { field: 'id', index: 'id' };
const modifiedKey = { field: 'modifiedAt', index: 'modified' };

export function resourceCollections(registry: Registry): ResourceCollections {
  const { userType, groupType } = registry;
  return {
    identities: {
      name: 'identities',
      scope: 'integrationId',
      unique: {
        userName: { fields: ['userNameKey'] },
        externalId: { fields: ['externalId'] },
        account: { fields: ['accountId'] },
        value: { fields: ['uniqueValues'] },
      },
      indexes: {
        email: { fields: ['emailKeys'] },
        waits: { fields: ['waitsFor'] },
        modified: { fields: ['modifiedAt'] },
      },
      search: {
        resource: (doc) => doc.resource,
        folded: (doc) => foldResource(userType, doc.resource),
        keys: {
          userName: { field: 'userNameKey', index: 'userName' },
          externalId: { field: 'externalId', index: 'externalId' },
          'emails.value': { field: 'emailKeys', index: 'email' },
          'meta.lastModified': modifiedKey,
          id: idKey,
        },
      },
    },
    directoryGroups: {
      name: 'directory_groups',
      scope: 'integrationId',
      unique: { name: { fields: ['nameKey'] }, value: { fields: ['uniqueValues'] } },
      indexes: { externalId: { fields: ['externalId'] }, modified: { fields: ['modifiedAt'] } },
      search: {
        resource: (doc) => doc.resource,
        folded: (doc) => foldResource(groupType, doc.resource),
        keys: {
          displayName: { field: 'nameKey', index: 'name' },
          externalId: { field: 'externalId', index: 'externalId' },
          'meta.lastModified': modifiedKey,
          id: idKey,
        },
      },
    },
    customResources: {
      name: 'custom_resources',
      scope: 'place',
      unique: { value: { fields: ['uniqueValues'] } },
      indexes: { modified: { fields: ['modifiedAt'] } },
      search: {
        resource: (doc) => doc.resource,
        folded: (doc) => {
          const type = registry.byName(doc.type);
          return type ? foldResource(type, doc.resource) : {};
        },
        keys: { 'meta.lastModified': modifiedKey, id: idKey },
      },
    },
  };
}
