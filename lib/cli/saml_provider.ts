import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { type SamlProvider, type SamlSettings, settingsOf } from '../groups/saml_provider.ts';
import { RuleError } from '../kernel/errors.ts';
import { firstRole, rootPath } from '../operations/arguments.ts';
import { topLevelGroup } from '../operations/find.ts';
import type { Services } from '../operations/services.ts';
import { spUrls, TRANSIENT } from '../saml/connection.ts';
import { readCertificates } from '../saml/keys/certificates.ts';
import { type MetadataPreview, readMetadata } from '../saml/metadata/read.ts';
import { spMetadata } from '../saml/metadata/sp_metadata.ts';
import { idpAfter } from '../sign_on/provider/idp_side.ts';
import {
  checkedMetadataUrl,
  type ProviderChanges,
  preparedProvider,
  providerNamed,
  providerOf,
  saveProvider,
} from '../sign_on/provider/providers.ts';
import { fetchMetadata, refreshProvider } from '../sign_on/provider/refresh.ts';
import { recoveryCodesLeft } from '../sign_on/recovery_codes.ts';
import { command, operator } from './command.ts';
import { enforcementText, enforcementView, testText, testView } from './saml_enforcement.ts';
import { resultOf, samlOf } from './saml_result.ts';
import { previewText, providerText } from './saml_views.ts';
import { fields, joined } from './terminal/layout.ts';

const flag = (description: string) =>
  z.boolean().exactOptional().describe(description).meta({ negatable: true });
const words = (description: string) => z.string().trim().max(1_024).exactOptional().describe(description);
const file = (description: string) =>
  z.string().min(1).max(limits.samlMetadataBytes).exactOptional().describe(description).meta({ file: true });

const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';

const identityProvider = {
  metadataUrl: words(
    'https URL of its metadata, which is fetched again by itself; empty to fetch it no more',
  ),
  metadataFile: file('its metadata'),
  pick: words('which entity id, where the metadata has several'),
  entityId: words('its entity id, by hand'),
  ssoUrl: words('its sign-on URL, by hand'),
  certificateFile: file('its certificate, or several, by hand'),
  binding: z.enum(['redirect', 'post']).exactOptional().describe('how requests travel'),
};

type IdentityProvider = z.output<z.ZodObject<typeof identityProvider>>;

export const samlPreview = command({
  name: 'saml preview',
  summary: 'Shows what an identity provider says of itself, and saves nothing.',
  example: 'saml preview acme --metadata-url https://idp.acme.test/metadata',
  args: z.object({ group: rootPath, ...identityProvider }),
  positional: ['group'],
  run: async (services, _context, { group: path, ...given }) => {
    const group = await topLevelGroup(services.store, path);
    const known = await providerOf(services.store, group.id);
    const changes = await changesOf(services, given, known);
    if (!changes.preview && !changes.entityId && !changes.ssoUrl && !changes.certificates)
      throw new RuleError(
        'invalid_value',
        'say --metadata-url or --metadata-file, or --entity-id, --sso-url and --certificate-file',
      );
    idpAfter(known?.idp, changes, services.runtime.now());
    return { group: group.slug, ...previewed(changes, known) };
  },
  text: (result, paint) => previewText(result, paint),
});

export const samlSet = command({
  name: 'saml set',
  summary: 'Sets the identity provider of a group up, or changes it.',
  example: 'saml set acme --metadata-url https://idp.acme.test/metadata --identify-by email',
  args: z.object({
    group: rootPath,
    ...identityProvider,
    identifyBy: z
      .enum(['externalId', 'userName', 'email'])
      .exactOptional()
      .describe('which SCIM value the identity provider sends as NameID'),
    spEntityId: words('our entity id instead of the metadata URL; empty for the URL again'),
    signRequests: flag('sign requests'),
    signRequestsIfAsked: z
      .boolean()
      .exactOptional()
      .describe('sign requests where the metadata asks for it, the default'),
    nameIdFormat: z
      .string()
      .max(1_024)
      .regex(/^[^\s\p{Cc}]*$/u, 'must be written as a URI')
      .exactOptional()
      .describe('the NameID format that requests ask for; empty for none'),
    allowIdpInitiated: flag('let sign-ins begin at the identity provider'),
    jit: flag('make accounts at the first sign-in'),
    defaultRole: firstRole
      .exactOptional()
      .describe('what somebody without a role becomes at a sign-in that makes accounts'),
    groupsAttribute: words('the attribute that names groups; empty for none'),
    wantResponseSigned: flag('refuse a response of which only the assertion is signed'),
  }),
  positional: ['group'],
  run: async (services, { samlUrl }, { group: path, identifyBy, spEntityId, ...given }) => {
    const group = await topLevelGroup(services.store, path);
    const known = await providerOf(services.store, group.id);
    const changes = await changesOf(services, given, known);
    const { nameIdFormat, allowIdpInitiated, jit, defaultRole } = given;
    const { groupsAttribute, wantResponseSigned } = given;
    const settings = defined({
      ...{ signRequests: wishedSigning(given), nameIdFormat, allowIdpInitiated, jit, defaultRole },
      ...{ groupsAttribute, wantResponseSigned },
      entityId: spEntityId,
    });
    const saved = await saveProvider(
      samlOf(services),
      group,
      { ...changes, ...(identifyBy === undefined ? {} : { identifyBy }), settings },
      operator,
    );
    const former = saved.metadata ? undefined : known?.metadata?.url;
    return {
      ...resultOf(services, samlUrl, group, saved),
      ...(former === undefined ? {} : { formerMetadataUrl: former }),
    };
  },
  text: ({ formerMetadataUrl: url, ...result }, paint) =>
    joined(
      url && `${url} is not fetched any more: what is set here stays. --metadata-url brings it back.`,
      providerText(result, paint),
    ),
});

export const samlShow = command({
  name: 'saml show',
  summary: 'Shows the identity provider of a group, and what to enter there.',
  example: 'saml show acme',
  args: z.object({ group: rootPath }),
  positional: ['group'],
  run: async (services, { samlUrl }, { group: path }) => {
    const group = await topLevelGroup(services.store, path);
    const { store } = services;
    const provider = await providerNamed(store, group);
    return {
      ...resultOf(services, samlUrl, group, provider),
      ...(provider.tested ? { tested: await testView(store, provider, provider.tested) } : {}),
      enforcement: await enforcementView(store, group),
      recoveryCodes: await recoveryCodesLeft(store, group.id),
    };
  },
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

export const samlMetadata = command({
  name: 'saml metadata',
  summary: 'Prints our metadata for the identity provider; before anything is set up it makes our keys.',
  example: 'saml metadata acme',
  args: z.object({ group: rootPath }),
  positional: ['group'],
  run: async (services, { samlUrl }, { group: path }) => {
    const { store, runtime } = services;
    const group = await topLevelGroup(store, path);
    const provider = await preparedProvider(samlOf(services), group, operator);
    const xml = spMetadata(provider, spUrls(samlUrl, provider, group.slug), runtime.now());
    return { group: group.slug, xml };
  },
  text: ({ xml }) => xml.trimEnd(),
  isDocument: true,
});

export const samlRefresh = command({
  name: 'saml refresh',
  summary: 'Fetches the metadata of the identity provider now.',
  example: 'saml refresh acme',
  args: z.object({ group: rootPath }),
  positional: ['group'],
  run: async (services, { samlUrl }, { group: path }) => {
    const group = await topLevelGroup(services.store, path);
    const parts = { ...samlOf(services), outbound: services.outbound };
    const { outcome, provider } = await refreshProvider(parts, await providerNamed(services.store, group));
    return { outcome, ...resultOf(services, samlUrl, group, provider) };
  },
  text: ({ outcome, ...result }, paint) => `${outcomes[outcome]}\n\n${providerText(result, paint)}`,
  isBad: ({ outcome }) => outcome === 'failed' || outcome === 'pending',
});

const outcomes = {
  unchanged: 'Nothing is new.',
  changed: 'The metadata was applied.',
  pending:
    'The metadata has another entity id. Nothing was applied: look at it with saml preview, then saml set.',
  failed: 'The metadata could not be fetched or used. Everything stays as it is.',
} as const;

function wishedSigning({
  signRequests,
  signRequestsIfAsked,
}: {
  readonly signRequests?: boolean;
  readonly signRequestsIfAsked?: boolean;
}): SamlSettings['signRequests'] | undefined {
  if (!signRequestsIfAsked) return signRequests;
  if (signRequests !== undefined)
    throw new RuleError(
      'invalid_value',
      'Give only one of --sign-requests, --no-sign-requests and --sign-requests-if-asked.',
    );
  return 'if_asked';
}

/** What was given, by metadata or by hand; a certificate by hand comes on top. */
async function changesOf(
  { outbound, runtime }: Services,
  given: IdentityProvider,
  known: SamlProvider | undefined,
): Promise<ProviderChanges> {
  const { metadataUrl, metadataFile, pick, binding, entityId, ssoUrl, certificateFile } = given;
  if (metadataUrl && metadataFile !== undefined)
    throw new RuleError('invalid_value', 'give --metadata-url or --metadata-file, not both');
  if (metadataUrl && (entityId !== undefined || ssoUrl !== undefined))
    throw new RuleError(
      'invalid_value',
      'give --metadata-url, or --entity-id and --sso-url by hand, not both; --pick chooses an entity id of the metadata',
    );
  const wanted = { entityId: pick, binding: binding ?? known?.idp?.binding };
  const byHand = defined({ entityId, ssoUrl, binding });
  const certificates = certificateFile === undefined ? [] : readCertificates(certificateFile);
  const common = { ...byHand, ...(certificates.length === 0 ? {} : { certificates }) };
  if (metadataFile !== undefined) {
    const reading = { now: runtime.now(), allowHttp: outbound.allowPrivate, ...wanted };
    return { ...common, preview: readMetadata(metadataFile, reading) };
  }
  if (!metadataUrl) return { ...common, ...defined({ metadataUrl }) };
  const url = checkedMetadataUrl(metadataUrl, outbound.allowPrivate);
  const fetched = await fetchMetadata({ outbound, runtime }, url, wanted);
  return { ...common, ...fetched, metadataUrl: url };
}

function previewed(
  { preview, entityId, ssoUrl, binding, certificates = [] }: ProviderChanges,
  known?: SamlProvider,
) {
  const shown = (preview?.certificates ?? []).concat(certificates).map(({ sha256, subject, notAfter }) => ({
    ...{ sha256, subject, expiresAt: new Date(notAfter).toISOString() },
    known: known?.idp?.certificates.some((one) => one.sha256 === sha256) === true,
  }));
  const found: Partial<MetadataPreview> = preview ?? {};
  const entity = entityId ?? found.entityId;
  const now = known?.idp?.entityId;
  const removed = (found.certificates ?? []).filter(({ sha256 }) => known?.idp?.removed?.includes(sha256));
  return {
    ...defined({ entityId: entity, ssoUrl: ssoUrl ?? found.ssoUrl, binding: binding ?? found.binding }),
    nameIdFormats: found.nameIdFormats ?? [],
    wantsSignedRequests: found.wantsSignedRequests ?? false,
    certificates: shown,
    warnings: [
      ...(found.warnings ?? []),
      ...removed.map(
        ({ sha256 }) => `the certificate ${sha256.slice(0, 16)} was removed here and is not accepted`,
      ),
      ...(found.nameIdFormats?.includes(TRANSIENT) && !settingsOf(known ?? {}).nameIdFormat
        ? [transientWarning(found.nameIdFormats)]
        : []),
      ...(now !== undefined && entity !== undefined && now !== entity
        ? [`the entity id is ${now} now; saving this puts another identity provider in its place`]
        : []),
    ],
  };
}

function transientWarning(formats: readonly string[]): string {
  const lasting = formats.find((format) => format !== TRANSIENT);
  return `unless it is asked for another NameID, it may send a transient one, which is refused: give saml set --name-id-format ${lasting ?? PERSISTENT}`;
}

/** Without what is undefined. */
function defined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
