import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import type { SamlSettings } from '../groups/index.ts';
import { defined, RuleError } from '../kernel/index.ts';
import { spMetadata, spUrls } from '../saml/index.ts';
import {
  applyFetched,
  fetchAgain,
  idpAfter,
  keysOf,
  type ProviderChanges,
  previewOf,
  providerNamed,
  providerOf,
  recoveryCodesLeft,
  saveProvider,
} from '../sign_on/index.ts';
import { firstRole, rootPath } from './arguments.ts';
import { spendLookUp, wantedChanges } from './look_ups.ts';
import { procedure, query } from './operation.ts';
import { enforcementView, testView } from './saml_enforcement.ts';
import { keyParts, providerResult } from './saml_views.ts';
import { ofTopLevelGroup } from './targets.ts';

const flag = (description: string) =>
  z.boolean().exactOptional().describe(description).meta({ negatable: true });
const words = (description: string) => z.string().trim().max(1_024).exactOptional().describe(description);
const file = (description: string) =>
  z.string().min(1).max(limits.samlMetadataBytes).exactOptional().describe(description).meta({ file: true });

const description = {
  group: rootPath,
  metadataUrl: words('https URL of its metadata, which is fetched again regularly; empty to stop that'),
  metadataFile: file('its metadata'),
  pick: words('which entity id, if the metadata has several'),
  entityId: words('its entity ID, by hand'),
  ssoUrl: words('its sign-on URL, by hand'),
  certificateFile: file('one or more certificates, by hand'),
  binding: z.enum(['redirect', 'post']).exactOptional().describe('the binding of requests'),
};

const changes = z.object({
  ...description,
  identifyBy: z
    .enum(['externalId', 'userName', 'email'])
    .exactOptional()
    .describe('which SCIM value the identity provider sends as NameID'),
  spEntityId: words("Rollcall's entity ID instead of the metadata URL; empty for the URL again"),
  signRequests: flag('sign requests'),
  signRequestsIfAsked: z
    .boolean()
    .exactOptional()
    .describe('sign requests only if the metadata asks for it, the default'),
  nameIdFormat: z
    .string()
    .max(1_024)
    .regex(/^[^\s\p{Cc}]*$/u, 'must be written as a URI')
    .exactOptional()
    .describe('the NameID format that requests ask for; empty for none'),
  allowIdpInitiated: flag('allow sign-ins that start at the identity provider'),
  jit: flag('create accounts at the first sign-in'),
  defaultRole: firstRole
    .exactOptional()
    .describe('the role for people without one, if sign-in creates accounts'),
  groupsAttribute: words('the attribute that names groups; empty for none'),
  wantResponseSigned: flag('refuse a response with a signature on the assertion only'),
});

export const samlPreview = procedure({
  name: 'saml.preview',
  summary: 'Shows the metadata of an identity provider without saving it.',
  target: ofTopLevelGroup,
  input: z.object(description),
  run: async (_transact, _actor, { group: _path, ...given }, { group, services }) => {
    const known = await providerOf(services.store, group.id);
    const wanted = await wantedChanges(services, group.id, given, known);
    if (!wanted.preview && !wanted.entityId && !wanted.ssoUrl && !wanted.certificates)
      throw new RuleError(
        'incomplete_provider',
        'Give metadata as a URL or as a file, or an entity id, a sign-on URL and a certificate.',
      );
    idpAfter(known?.idp, wanted, services.store.now());
    return { group: group.slug, ...previewOf(wanted, known) };
  },
});

export const samlSet = procedure({
  name: 'saml.set',
  summary: 'Sets up the identity provider of a group, or changes it.',
  target: ofTopLevelGroup,
  input: changes,
  run: async (transact, actor, { group: _path, ...given }, { group, services, samlUrl }) => {
    const { store } = services;
    const known = await providerOf(store, group.id);
    const wanted = {
      ...(await wantedChanges(services, group.id, given, known)),
      ...settingsIn(given),
      keys: await keysOf(keyParts(services), group, known),
    };
    const saved = await transact(async (unit) => saveProvider(unit, group, wanted, actor));
    const former = saved.metadata ? undefined : known?.metadata?.url;
    return {
      ...providerResult(services, samlUrl, group, saved),
      ...(former === undefined ? {} : { formerMetadataUrl: former }),
    };
  },
});

export const samlShow = query({
  name: 'saml.show',
  summary: 'Shows the identity provider of a group, and what to enter there.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (reader, _actor, _input, { group, services, samlUrl }) => {
    const provider = await providerNamed(reader, group);
    return {
      ...providerResult(services, samlUrl, group, provider),
      ...(provider.tested ? { tested: await testView(reader, provider, provider.tested) } : {}),
      enforcement: await enforcementView(reader, group),
      recoveryCodes: await recoveryCodesLeft(reader, group.id),
    };
  },
});

export const samlMetadata = procedure({
  name: 'saml.metadata',
  summary: "Prints Rollcall's metadata for the identity provider. Creates keys if there are none.",
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (transact, actor, _input, { group, services, samlUrl }) => {
    const { store } = services;
    const known = await providerOf(store, group.id);
    const keys = await keysOf(keyParts(services), group, known);
    const provider = known ?? (await transact(async (unit) => saveProvider(unit, group, { keys }, actor)));
    const xml = spMetadata(provider, spUrls(samlUrl, provider, group.slug), store.now());
    return { group: group.slug, xml };
  },
});

export const samlRefresh = procedure({
  name: 'saml.refresh',
  summary: 'Fetches the metadata of the identity provider now.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (transact, actor, _input, { group, services, samlUrl }) => {
    const { store } = services;
    const known = await providerNamed(store, group);
    await spendLookUp(services, group.id);
    const found = await fetchAgain(services, known);
    const { outcome, provider } = await transact(async (unit) => applyFetched(unit, known, found, actor));
    return { outcome, ...providerResult(services, samlUrl, group, provider) };
  },
});

type Given = Omit<z.output<typeof changes>, 'group'>;

function settingsIn({
  identifyBy,
  spEntityId,
  nameIdFormat,
  allowIdpInitiated,
  jit,
  defaultRole,
  groupsAttribute,
  wantResponseSigned,
  ...signing
}: Given): Pick<ProviderChanges, 'identifyBy' | 'settings'> {
  const settings = defined({
    ...{ signRequests: wishedSigning(signing), nameIdFormat, allowIdpInitiated, jit, defaultRole },
    ...{ groupsAttribute, wantResponseSigned },
    entityId: spEntityId,
  });
  return { ...(identifyBy === undefined ? {} : { identifyBy }), settings };
}

function wishedSigning({
  signRequests,
  signRequestsIfAsked,
}: Pick<Given, 'signRequests' | 'signRequestsIfAsked'>): SamlSettings['signRequests'] | undefined {
  if (!signRequestsIfAsked) return signRequests;
  if (signRequests !== undefined)
    throw new RuleError('contradictory_arguments', 'Give only one of signRequests and signRequestsIfAsked.');
  return 'if_asked';
}
