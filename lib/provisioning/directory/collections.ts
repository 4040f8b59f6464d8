import type { Collection } from '../../store/index.ts';
import type { DirectoryMember, GroupLink } from './types.ts';

export const directoryMembers: Collection<DirectoryMember> = {
  name: 'directory_members',
  scope: 'integrationId',
  unique: {},
  indexes: {
    group: { fields: ['groupId'] },
    member: { fields: ['memberId'] },
    nested: { fields: ['nested'] },
  },
};

export const groupLinks: Collection<GroupLink> = {
  name: 'group_links',
  scope: 'integrationId',
  unique: { link: { fields: ['directoryGroupId', 'targetId'] } },
  indexes: {},
};
