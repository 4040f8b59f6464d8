import { z } from 'zod';
import type { Actor, Unit } from '../audit/index.ts';
import type { Group, SamlProvider } from '../groups/index.ts';
import { rotated } from '../saml/index.ts';
import {
  addCertificates,
  approveCertificates,
  providerNamed,
  removeCertificate,
  saveKeys,
} from '../sign_on/index.ts';
import { rootPath } from './arguments.ts';
import { change, type House, procedure } from './operation.ts';
import { keyParts, providerResult } from './saml_views.ts';
import { ofTopLevelGroup } from './targets.ts';

const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{8,64}$/, 'must be the beginning of a fingerprint, eight characters or more')
  .describe('its fingerprint, or the start of it');

/** Shows the provider after a change of it. */
const showing =
  <I>(change: (unit: Unit, group: Group, input: I, actor: Actor) => Promise<SamlProvider>) =>
  async (
    unit: Unit,
    actor: Actor,
    input: I,
    { group, services, samlUrl }: House & { readonly group: Group },
  ) =>
    providerResult(services, samlUrl, group, await change(unit, group, input, actor));

export const samlCertificateAdd = change({
  name: 'saml.certificate.add',
  summary: 'Adds one or more certificates of the identity provider.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    certificateFile: z.string().min(1).max(65_536).describe('one or more certificates').meta({ file: true }),
  }),
  run: showing((unit, group, { certificateFile }, actor) =>
    addCertificates(unit, group, certificateFile, actor),
  ),
});

export const samlCertificateApprove = change({
  name: 'saml.certificate.approve',
  summary: 'Ends the certificates that the metadata no longer has.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, certificate: fingerprint.exactOptional() }),
  run: showing((unit, group, { certificate }, actor) => approveCertificates(unit, group, certificate, actor)),
});

export const samlCertificateRemove = change({
  name: 'saml.certificate.remove',
  summary: 'Removes a certificate of the identity provider for good.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, certificate: fingerprint }),
  run: showing((unit, group, { certificate }, actor) => removeCertificate(unit, group, certificate, actor)),
});

export const samlKeysRotate = procedure({
  name: 'saml.keys.rotate',
  summary: 'Publishes new keys of Rollcall beside the current ones. The second call switches to them.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (transact, actor, _input, { group, services, samlUrl }) => {
    const provider = await providerNamed(services.store, group);
    const keys = await rotated(keyParts(services), provider, group.slug);
    const saved = await transact(async (unit) => saveKeys(unit, group, keys, actor));
    return providerResult(services, samlUrl, group, saved);
  },
});
