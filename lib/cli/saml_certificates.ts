import { z } from 'zod';
import { rootPath } from '../operations/arguments.ts';
import { topLevelGroup } from '../operations/find.ts';
import {
  addCertificates,
  approveCertificates,
  removeCertificate,
  rotateKeys,
} from '../sign_on/provider/providers.ts';
import { command, operator } from './command.ts';
import { resultOf, samlOf } from './saml_result.ts';
import { providerText } from './saml_views.ts';

export const samlCertificateAdd = command({
  name: 'saml certificate add',
  summary: 'Accepts one more certificate of the identity provider, or several.',
  example: 'saml certificate add acme --certificate-file new.pem',
  args: z.object({
    group: rootPath,
    certificateFile: z.string().min(1).max(65_536).describe('one or more certificates').meta({ file: true }),
  }),
  positional: ['group'],
  run: async (services, { samlUrl }, { group: path, certificateFile }) => {
    const group = await topLevelGroup(services.store, path);
    const saved = await addCertificates(samlOf(services), group, certificateFile, operator);
    return resultOf(services, samlUrl, group, saved);
  },
  text: (result, paint) => providerText(result, paint),
});

const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{8,64}$/, 'must be the beginning of a fingerprint, eight characters or more')
  .describe('its fingerprint, or the beginning');

export const samlCertificateApprove = command({
  name: 'saml certificate approve',
  summary: 'Ends the certificates that the metadata has no more, before their time.',
  example: 'saml certificate approve acme',
  args: z.object({ group: rootPath, certificate: fingerprint.exactOptional() }),
  positional: ['group', 'certificate'],
  run: async (services, { samlUrl }, { group: path, certificate }) => {
    const group = await topLevelGroup(services.store, path);
    const saved = await approveCertificates(samlOf(services), group, certificate, operator);
    return resultOf(services, samlUrl, group, saved);
  },
  text: (result, paint) => providerText(result, paint),
});

export const samlCertificateRemove = command({
  name: 'saml certificate remove',
  summary: 'Accepts a certificate of the identity provider no more.',
  example: 'saml certificate remove acme 0a1b2c3d',
  args: z.object({ group: rootPath, certificate: fingerprint }),
  positional: ['group', 'certificate'],
  run: async (services, { samlUrl }, { group: path, certificate }) => {
    const group = await topLevelGroup(services.store, path);
    const saved = await removeCertificate(samlOf(services), group, certificate, operator);
    return resultOf(services, samlUrl, group, saved);
  },
  text: (result, paint) => providerText(result, paint),
});

export const samlKeysRotate = command({
  name: 'saml keys rotate',
  summary: 'Publishes new keys of ours beside the present ones; again, goes over to them.',
  example: 'saml keys rotate acme',
  args: z.object({ group: rootPath }),
  positional: ['group'],
  run: async (services, { samlUrl }, { group: path }) => {
    const group = await topLevelGroup(services.store, path);
    return resultOf(services, samlUrl, group, await rotateKeys(samlOf(services), group, operator));
  },
  text: (result, paint) => {
    const isPublished = result.keys.some(({ state }) => state === 'next');
    const next = isPublished
      ? 'New keys are published beside the present ones. Give the identity provider the new metadata, then rotate again.'
      : 'The new keys are in force. The former ones still decrypt for some days.';
    return `${next}\n\n${providerText(result, paint)}`;
  },
});
