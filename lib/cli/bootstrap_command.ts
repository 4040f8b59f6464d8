import { z } from 'zod';
import { checkSlug } from '../groups/tree.ts';
import { checkedText, emailAddress, presetName } from '../operations/arguments.ts';
import { bootstrap } from './bootstrap.ts';
import { command } from './command.ts';
import { fields, joined } from './terminal/layout.ts';

export const bootstrapCommand = command({
  name: 'bootstrap',
  summary: 'Makes a top-level group, its owner, an integration and its first token, all printed this once.',
  example: 'bootstrap --group acme --owner ada@acme.test',
  begins: true,
  args: z.object({
    group: checkedText(checkSlug).describe('path of the new top-level group'),
    owner: emailAddress.describe('e-mail of its owner; the account is made where there is none'),
    existingAccount: z
      .string()
      .min(1)
      .exactOptional()
      .describe('username of the account that has this e-mail: it is meant, whatever speaks against it'),
    preset: presetName,
  }),
  run: (services, { publicUrl }, wishes) => bootstrap(services, publicUrl, wishes),
  text: ({ scimUrl, scimToken, username, password }, paint) =>
    joined(
      'The group is ready. Give these two to the identity provider:',
      fields(
        [
          ['SCIM endpoint', scimUrl],
          ['SCIM token', ['cyan', scimToken]],
        ],
        paint,
      ),
      password === undefined ? `${username}, who had an account, owns it.` : 'Its owner signs in with:',
      password === undefined
        ? undefined
        : fields(
            [
              ['username', username],
              ['password', ['cyan', password]],
            ],
            paint,
          ),
      'Neither the token nor a password is shown again.',
    ),
});
