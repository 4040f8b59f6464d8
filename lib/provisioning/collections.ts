import type { Collection } from '../store/index.ts';
import type { DirectoryGroup } from './directory/types.ts';
import type {
  Attention,
  CustomResource,
  Identity,
  LogBodies,
  LogDay,
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

export const attentions: Collection<Attention> = {
  name: 'attentions',
  scope: 'integrationId',
  unique: { externalId: { fields: ['externalId'] }, linkSecret: { fields: ['linkSecret'], global: true } },
  indexes: { account: { fields: ['accountId'] }, email: { fields: ['emailKey'] } },
};

export const logEntries: Collection<LogEntry> = {
  name: 'log_entries',
  scope: 'rootId',
  unique: {},
  indexes: {
    request: { fields: ['requestId'] },
    integration: { fields: ['integrationId'] },
    refused: { fields: ['refusedOn'] },
    about: { fields: ['about'] },
  },
  expires: 'expiresAt',
  minted: true,
};

export const logBodies: Collection<LogBodies> = {
  name: 'log_bodies',
  scope: 'rootId',
  unique: {},
  indexes: {},
  expires: 'expiresAt',
  minted: true,
};

export const logDays: Collection<LogDay> = {
  name: 'log_days',
  scope: 'rootId',
  unique: {},
  indexes: {},
  expires: 'expiresAt',
};

const idKey = { field: 'id', index: 'id' };
const modifiedKey = { field: 'modifiedAt', index: 'modified' };

export const identities: Collection<Identity> = {
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
    word: { fields: ['words'] },
    waits: { fields: ['waitsFor'] },
    modified: { fields: ['modifiedAt'] },
  },
  search: {
    type: () => 'User',
    resource: (doc) => doc.resource,
    keys: {
      userName: { field: 'userNameKey', index: 'userName' },
      externalId: { field: 'externalId', index: 'externalId' },
      'emails.value': { field: 'emailKeys', index: 'email' },
      'meta.lastModified': modifiedKey,
      id: idKey,
    },
  },
  minted: true,
};

export const directoryGroups: Collection<DirectoryGroup> = {
  name: 'directory_groups',
  scope: 'integrationId',
  unique: { name: { fields: ['nameKey'] }, value: { fields: ['uniqueValues'] } },
  indexes: { externalId: { fields: ['externalId'] }, modified: { fields: ['modifiedAt'] } },
  search: {
    type: () => 'Group',
    resource: (doc) => doc.resource,
    keys: {
      displayName: { field: 'nameKey', index: 'name' },
      externalId: { field: 'externalId', index: 'externalId' },
      'meta.lastModified': modifiedKey,
      id: idKey,
    },
  },
};

export const customResources: Collection<CustomResource> = {
  name: 'custom_resources',
  scope: 'place',
  unique: { value: { fields: ['uniqueValues'] } },
  indexes: { modified: { fields: ['modifiedAt'] } },
  search: {
    type: (doc) => doc.type,
    resource: (doc) => doc.resource,
    keys: { 'meta.lastModified': modifiedKey, id: idKey },
  },
};
