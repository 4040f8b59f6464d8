import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { enforcementText } from './saml_text.ts';
import { joined } from './terminal/layout.ts';

export const samlEnforce = commandOf(operations.samlEnforce, {
  example: 'saml enforce acme --mode domains --domain acme.test',
  positional: ['group'],
  text: ({ group, enforcement }) => `Enforced for ${group}: ${enforcementText(enforcement)}.`,
});

export const samlRecoveryCodes = commandOf(operations.samlRecoveryCodes, {
  example: 'saml recovery-codes acme',
  positional: ['group'],
  text: ({ group, codes }) =>
    joined(
      codes.join('\n'),
      `These codes are shown only once. Give them to the owners of ${group}: each code works once. The former codes ` +
        'no longer work.',
    ),
});
