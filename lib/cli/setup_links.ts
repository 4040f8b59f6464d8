import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';

export const setupLinkCreate = commandOf(operations.setupLinkCreate, {
  example: 'setup-link create acme Dana --expires-in 7d',
  positional: ['group', 'name'],
  text: ({ url, integration, link }, paint) =>
    joined(
      `Created the set-up link ${link.name}.`,
      fields(
        [
          ['URL', ['cyan', url]],
          ['integration', integration],
          ['expires', shortTime(link.expiresAt)],
        ],
        paint,
      ),
      `The URL is not shown again. Whoever has it can generate one credential${link.signOn ? ', and enter the identity provider of single sign-on' : ''}.`,
    ),
});

export const setupLinkList = commandOf(operations.setupLinkList, {
  example: 'setup-link list acme',
  positional: ['group'],
  text: ({ integration, links }, paint) =>
    listing(
      ['name', 'credential generated', 'created by', 'created', 'expires', 'id'],
      links.map(({ name, generatedAt, createdBy = '', createdAt, expiresAt, id }) => [
        name,
        generatedAt === undefined ? 'no' : shortTime(generatedAt),
        createdBy,
        shortTime(createdAt),
        shortTime(expiresAt),
        id,
      ]),
      { none: `${integration} has no live set-up link.` },
      paint,
    ),
});

export const setupLinkRevoke = commandOf(operations.setupLinkRevoke, {
  example: 'setup-link revoke acme Dana',
  positional: ['group', 'link'],
  text: ({ link }) => `The set-up link ${link.name} is revoked; it no longer opens.`,
});
