import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { listing } from './terminal/layout.ts';

export const roleAttributeSet = commandOf(operations.roleAttributeSet, {
  name: 'integration role-attribute set',
  example: 'integration role-attribute set acme --attribute roles --target acme/dev --value admin=maintainer',
  positional: ['group'],
  text: ({ attribute, target }) =>
    `The attribute ${attribute} now gives roles in ${target}; all roles are up to date.`,
});

export const roleAttributeRemove = commandOf(operations.roleAttributeRemove, {
  name: 'integration role-attribute remove',
  example: 'integration role-attribute remove acme --attribute roles --target acme/dev',
  positional: ['group'],
  text: ({ attribute, target }) => `The attribute ${attribute} no longer gives roles in ${target}.`,
});

export const roleAttributeList = commandOf(operations.roleAttributeList, {
  name: 'integration role-attribute list',
  example: 'integration role-attribute list acme',
  positional: ['group'],
  text: ({ integration, roleAttributes }, paint) =>
    listing(
      ['attribute', 'gives roles in', 'values'],
      roleAttributes.map(({ attribute, target, values }) => [
        attribute,
        target,
        Object.entries(values)
          .map(([value, role]) => `${value}=${role}`)
          .join(', '),
      ]),
      { none: `No attribute gives a role by ${integration}.` },
      paint,
    ),
});
