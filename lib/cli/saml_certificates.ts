import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { providerText } from './saml_text.ts';

export const samlCertificateAdd = commandOf(operations.samlCertificateAdd, {
  example: 'saml certificate add acme --certificate-file new.pem',
  positional: ['group'],
  text: providerText,
});

export const samlCertificateApprove = commandOf(operations.samlCertificateApprove, {
  example: 'saml certificate approve acme',
  positional: ['group', 'certificate'],
  text: providerText,
});

export const samlCertificateRemove = commandOf(operations.samlCertificateRemove, {
  example: 'saml certificate remove acme 0a1b2c3d',
  positional: ['group', 'certificate'],
  text: providerText,
});

export const samlKeysRotate = commandOf(operations.samlKeysRotate, {
  example: 'saml keys rotate acme',
  positional: ['group'],
  text: (result, paint) => {
    const isPublished = result.keys.some(({ state }) => state === 'next');
    const next = isPublished
      ? 'New keys are published beside the present ones. Give the identity provider the new metadata, then rotate again.'
      : 'The new keys are active. The former ones still decrypt for some days.';
    return `${next}\n\n${providerText(result, paint)}`;
  },
});
