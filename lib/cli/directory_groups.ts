import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, listing, plural, shortTime } from './terminal/layout.ts';

export const directoryGroupCreate = commandOf(operations.directoryGroupCreate, {
  example: 'directory-group create acme Engineering',
  positional: ['group', 'name'],
  text: ({ name, integration }) =>
    `${name} is now a directory group of ${integration}. An identity provider that pushes a group with this name fills it.`,
});

export const directoryGroupRemove = commandOf(operations.directoryGroupRemove, {
  example: 'directory-group remove acme Engineering',
  positional: ['group', 'directoryGroup'],
  text: ({ name, integration, links }) =>
    `${name} is no longer a directory group of ${integration}; ${plural(links, 'link')} ended with it.`,
});

export const directoryGroupList = commandOf(operations.directoryGroupList, {
  example: 'directory-group list acme',
  positional: ['group'],
  text: ({ integration, directoryGroups, next }, paint) =>
    listing(
      ['name', 'members', 'externalId', 'linked to', 'id'],
      directoryGroups.map(({ name, size, externalId, links, id }) => [
        name,
        String(size),
        externalId ?? '',
        linksText(links),
        id,
      ]),
      { none: `${integration} has no directory groups.`, next },
      paint,
    ),
});

export const directoryGroupShow = commandOf(operations.directoryGroupShow, {
  example: 'directory-group show acme Engineering',
  positional: ['group', 'directoryGroup'],
  text: (shown, paint) =>
    joined(
      paint('bold', shown.name),
      fields(
        [
          ['integration', shown.integration],
          ['id', shown.id],
          ['externalId', shown.externalId],
          ['members', String(shown.size)],
          ['nested in', shown.nestedIn.join(', ') || undefined],
          ['linked to', linksText(shown.links) || undefined],
          ['modified', shortTime(shown.modifiedAt)],
        ],
        paint,
      ),
      listing(
        ['member', 'kind', 'active', 'account', 'id'],
        shown.members.map(({ kind, name, active, account, id }) => [
          name,
          kind === 'Group' ? 'nested group' : 'user',
          active === undefined ? '' : active ? ['green', 'yes'] : ['yellow', 'no'],
          account ?? (kind === 'User' ? ['yellow', 'held'] : ''),
          id,
        ]),
        { none: 'It has no members.', next: shown.next },
        paint,
      ),
    ),
});

function linksText(links: readonly { readonly target: string; readonly role: string }[]): string {
  return links.map(({ target, role }) => `${target} as ${role}`).join(', ');
}
