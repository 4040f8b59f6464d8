import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { enforcementText, previewText, providerText, testText } from './saml_text.ts';
import { fields, joined } from './terminal/layout.ts';

export const samlPreview = commandOf(operations.samlPreview, {
  example: 'saml preview acme --metadata-url https://idp.acme.test/metadata',
  positional: ['group'],
  text: previewText,
});

export const samlSet = commandOf(operations.samlSet, {
  example: 'saml set acme --metadata-url https://idp.acme.test/metadata --identify-by email',
  positional: ['group'],
  text: ({ formerMetadataUrl: url, ...result }, paint) =>
    joined(
      url && `${url} is no longer fetched: the settings here stay. Set it again with --metadata-url.`,
      providerText(result, paint),
    ),
});

export const samlShow = commandOf(operations.samlShow, {
  example: 'saml show acme',
  positional: ['group'],
  text: ({ tested, enforcement, recoveryCodes, ...result }, paint) =>
    joined(
      providerText(result, paint),
      fields(
        [
          ['last good test', tested ? testText(tested) : 'none'],
          ['enforced for', enforcementText(enforcement)],
          ['recovery codes', `${recoveryCodes} left`],
        ],
        paint,
      ),
    ),
});

export const samlMetadata = commandOf(operations.samlMetadata, {
  example: 'saml metadata acme',
  positional: ['group'],
  text: ({ xml }) => xml.trimEnd(),
  isDocument: true,
});

export const samlRefresh = commandOf(operations.samlRefresh, {
  example: 'saml refresh acme',
  positional: ['group'],
  text: ({ outcome, ...result }, paint) => `${outcomes[outcome]}\n\n${providerText(result, paint)}`,
  isBad: ({ outcome }) => outcome === 'failed' || outcome === 'pending',
});

const outcomes = {
  unchanged: 'Nothing is new.',
  changed: 'The metadata was applied.',
  pending:
    'The metadata has another entity ID. Nothing was applied: review it with saml preview, then use saml set.',
  failed: 'The metadata could not be fetched or used. Nothing was changed.',
} as const;
