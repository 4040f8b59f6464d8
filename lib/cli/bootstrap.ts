import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined } from './terminal/layout.ts';

export const bootstrap = commandOf(operations.bootstrap, {
  example: 'bootstrap --group acme --owner ada@acme.test',
  begins: true,
  text: ({ scimUrl, scimToken, signInUrl, username, password }, paint) =>
    joined(
      'The group is ready. Enter these two values in the identity provider:',
      fields(
        [
          ['SCIM endpoint', scimUrl],
          ['SCIM token', ['cyan', scimToken]],
        ],
        paint,
      ),
      password === undefined
        ? `${username}, who had an account, owns it, and signs in at ${signInUrl}`
        : `Its owner signs in at ${signInUrl} with:`,
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
