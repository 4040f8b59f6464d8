import { z } from 'zod';
import { rotated } from '../saml/index.ts';
import {
  addCertificates,
  approveCertificates,
  providerNamed,
  removeCertificate,
  saveKeys,
} from '../sign_on/index.ts';
import { rootPath } from './arguments.ts';
import { change, procedure } from './operation.ts';
import { keyParts, providerResult } from './saml_views.ts';
import { ofTopLevelGroup } from './targets.ts';

const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{8,64}$/, 'must be the beginning of a fingerprint, eight characters or more')
  .describe('its fingerprint, or the start of it');

export const samlCertificateAdd = change({
  name: 'saml.certificate.add',
  summary: 'Adds one or more certificates of the identity provider.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    certificateFile: z.string().min(1).max(65_536).describe('one or more certificates').meta({ file: true }),
  }),
  run: async (unit, actor, { certificateFile }, { group, services, samlUrl }) => {
    const saved = await addCertificates(unit, group, certificateFile, actor);
    return providerResult(services, samlUrl, group, saved);
  },
});

export const samlCertificateApprove = change({
  name: 'saml.certificate.approve',
  summary: 'Ends early the certificates that the metadata no longer has.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, certificate: fingerprint.exactOptional() }),
  run: async (unit, actor, { certificate }, { group, services, samlUrl }) => {
    const saved = await approveCertificates(unit, group, certificate, actor);
    return providerResult(services, samlUrl, group, saved);
  },
});

export const samlCertificateRemove = change({
  name: 'saml.certificate.remove',
  summary: 'Removes a certificate of the identity provider for good.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, certificate: fingerprint }),
  run: async (unit, actor, { certificate }, { group, services, samlUrl }) => {
    const saved = await removeCertificate(unit, group, certificate, actor);
    return providerResult(services, samlUrl, group, saved);
  },
});

export const samlKeysRotate = procedure({
  name: 'saml.keys.rotate',
  summary: 'Publishes new keys of Rollcall beside the present ones. The second call switches to them.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (transact, actor, _input, { group, services, samlUrl }) => {
    const provider = await providerNamed(services.store, group);
    const keys = await rotated(keyParts(services), provider, group.slug);
    const saved = await transact(async (unit) => saveKeys(unit, group, keys, actor));
    return providerResult(services, samlUrl, group, saved);
  },
});
