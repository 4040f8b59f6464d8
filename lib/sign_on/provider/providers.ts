import { limits } from '../../../config/limits.ts';
import { record } from '../../audit/record.ts';
import type { Actor } from '../../audit/types.ts';
import {
  type MetadataSource,
  type SamlProvider,
  type SamlSettings,
  samlProviders,
  settingsOf,
} from '../../groups/saml_provider.ts';
import type { Group } from '../../groups/types.ts';
import { RuleError } from '../../kernel/errors.ts';
import { checkedUrl, OutboundError } from '../../kernel/outbound.ts';
import type { IdpSide } from '../../saml/connection.ts';
import { readCertificates } from '../../saml/keys/certificates.ts';
import { newKeys, rotated } from '../../saml/keys/keys.ts';
import { checkedEntityId } from '../../saml/metadata/read.ts';
import type { Reader, Transaction } from '../../store/port.ts';
import type { SamlParts } from '../parts.ts';
import {
  type IdpChanges,
  idpAfter,
  withCertificates,
  withoutCertificate,
  withoutRetiring,
} from './idp_side.ts';
import { nextRefresh } from './refresh_times.ts';

/** What an owner changes; what is absent stays. */
export interface ProviderChanges extends IdpChanges {
  /** Where the metadata came from, so that it is fetched again; empty to fetch it no more. */
  readonly metadataUrl?: string;
  readonly etag?: string;
  readonly identifyBy?: SamlProvider['identifyBy'];
  /** An empty text takes an optional setting away. */
  readonly settings?: Partial<SamlSettings>;
}

export function providerOf(reader: Reader, rootId: string): Promise<SamlProvider | undefined> {
  return reader.find(samlProviders, rootId, 'root', rootId);
}

/** The provider of a group. Throws `RuleError` `not_found`. */
export async function providerNamed(reader: Reader, { id, slug }: Group): Promise<SamlProvider> {
  const provider = await providerOf(reader, id);
  if (!provider) throw new RuleError('not_found', `${slug} has no SAML provider`);
  return provider;
}

/** The provider of a group; where there is none yet, one that has no more than our keys is made. Throws `RuleError`. */
export async function preparedProvider(parts: SamlParts, group: Group, actor: Actor): Promise<SamlProvider> {
  return (await providerOf(parts.store, group.id)) ?? saveProvider(parts, group, {}, actor);
}

/** Sets a group's provider up, or changes it. Throws `RuleError`. */
export async function saveProvider(
  parts: SamlParts,
  group: Group,
  changes: ProviderChanges,
  actor: Actor,
): Promise<SamlProvider> {
  const { store, runtime } = parts;
  const now = runtime.now();
  const known = await providerOf(store, group.id);
  const keys = known?.keys ?? (await newKeys(parts, group.slug, 'active'));
  return store.transaction(async (tx) => {
    const before = await providerOf(tx, group.id);
    const changed = changedProvider(before, changes, now);
    const times = { warnAt: 0, ...(changed.metadata ? { refreshAt: nextRefresh(runtime) } : {}) };
    const saved = before
      ? tx.update(samlProviders, {
          ...withoutSource(before),
          keys: before.keys ?? keys,
          path: before.path ?? group.slug,
          ...changed,
          ...times,
        })
      : tx.insert(samlProviders, {
          ...{ id: runtime.id(), rootId: group.id, identifyBy: 'userName', path: group.slug, keys },
          ...changed,
          ...times,
        });
    const former = saved.metadata ? undefined : before?.metadata?.url;
    note(tx, parts, saved, actor, before ? 'saml_provider.changed' : 'saml_provider.created', {
      ...told(saved),
      ...(former === undefined ? {} : { formerMetadataUrl: former }),
    });
    return saved;
  });
}

/** Adds the certificates that were pasted. Throws `RuleError`. */
export function addCertificates(
  parts: SamlParts,
  group: Group,
  pasted: string,
  actor: Actor,
): Promise<SamlProvider> {
  const certificates = readCertificates(pasted);
  const names = certificates.map(({ sha256 }) => sha256).join(', ');
  return changeIdp(parts, group, actor, 'saml_provider.certificate_added', names, (idp, now) =>
    withCertificates(idp, certificates, now),
  );
}

/** Ends what is retiring: all of it, or one certificate. Throws `RuleError`. */
export function approveCertificates(
  parts: SamlParts,
  group: Group,
  wanted: string | undefined,
  actor: Actor,
): Promise<SamlProvider> {
  return changeIdp(parts, group, actor, 'saml_provider.certificates_approved', wanted ?? 'all', (idp, now) =>
    withoutRetiring(idp, wanted, now),
  );
}

/** Removes a certificate by its fingerprint, or the beginning of it, for good; never the last one. Throws `RuleError`. */
export function removeCertificate(
  parts: SamlParts,
  group: Group,
  wanted: string,
  actor: Actor,
): Promise<SamlProvider> {
  return changeIdp(parts, group, actor, 'saml_provider.certificate_removed', wanted, (idp, now) =>
    withoutCertificate(idp, wanted, now),
  );
}

/** The next step of a rotation of our keys (`rotated`). Throws `RuleError`. */
export async function rotateKeys(parts: SamlParts, group: Group, actor: Actor): Promise<SamlProvider> {
  const keys = await rotated(parts, await providerNamed(parts.store, group), group.slug);
  return parts.store.transaction(async (tx) => {
    const provider = await providerNamed(tx, group);
    const saved = tx.update(samlProviders, { ...provider, keys, warnAt: 0 });
    note(tx, parts, saved, actor, 'saml_provider.keys_rotated', {
      keys: keys.map(({ id, use, state }) => ({ id, use, state })),
    });
    return saved;
  });
}

function changedProvider(before: SamlProvider | undefined, changes: ProviderChanges, now: number) {
  const { identifyBy } = changes;
  const idp = idpAfter(before?.idp, changes, now);
  const settings = withoutEmpty({ ...settingsOf(before ?? {}), ...changes.settings });
  if (settings.entityId !== undefined) checkedEntityId(settings.entityId);
  const metadata = sourceAfter(before?.metadata, changes, now);
  return {
    ...(identifyBy === undefined ? {} : { identifyBy }),
    ...(idp ? { idp } : {}),
    ...(metadata ? { metadata } : {}),
    settings,
  };
}

/** Metadata that was given as a document, or an entity id or sign-on URL by hand, take the place of a URL. */
function sourceAfter(
  before: MetadataSource | undefined,
  { metadataUrl: url, etag, preview, entityId, ssoUrl }: ProviderChanges,
  now: number,
): MetadataSource | undefined {
  if (url === undefined)
    return preview || entityId !== undefined || ssoUrl !== undefined ? undefined : before;
  if (url === '') return undefined;
  const lists = preview?.certificates.map(({ sha256 }) => sha256) ?? [];
  return { url, failures: 0, fetchedAt: now, lists, ...(etag === undefined ? {} : { etag }) };
}

function changeIdp(
  parts: SamlParts,
  group: Group,
  actor: Actor,
  action: string,
  what: string,
  change: (idp: IdpSide, now: number) => IdpSide,
): Promise<SamlProvider> {
  return parts.store.transaction(async (tx) => {
    const provider = await providerNamed(tx, group);
    if (!provider.idp) throw new RuleError('not_found', `${group.slug} has no identity provider yet`);
    const now = parts.runtime.now();
    const saved = tx.update(samlProviders, { ...provider, idp: change(provider.idp, now), warnAt: 0 });
    note(tx, parts, saved, actor, action, { certificate: what, ...told(saved) });
    return saved;
  });
}

function note(
  tx: Transaction,
  { runtime }: SamlParts,
  { rootId, id }: SamlProvider,
  actor: Actor,
  action: string,
  detail: Readonly<Record<string, unknown>>,
): void {
  record(tx, runtime, { rootId, actor, action, target: id, detail });
}

function told({ idp, metadata, settings, identifyBy }: SamlProvider) {
  return {
    identifyBy,
    ...(settings ? { settings } : {}),
    ...(metadata ? { metadataUrl: metadata.url } : {}),
    ...(idp
      ? {
          entityId: idp.entityId,
          ssoUrl: idp.ssoUrl,
          certificates: idp.certificates.map(({ sha256 }) => sha256),
        }
      : {}),
  };
}

function withoutEmpty(settings: SamlSettings): SamlSettings {
  const { entityId, nameIdFormat, groupsAttribute, ...rest } = settings;
  return {
    ...rest,
    ...(entityId ? { entityId } : {}),
    ...(nameIdFormat ? { nameIdFormat } : {}),
    ...(groupsAttribute ? { groupsAttribute } : {}),
  };
}

function withoutSource({ metadata: _metadata, refreshAt: _refreshAt, ...rest }: SamlProvider) {
  return rest;
}

/** A metadata URL that the guard would ask. Throws `RuleError`. */
export function checkedMetadataUrl(url: string, allowPrivate: boolean): string {
  if (url.length > limits.samlReturnToChars)
    throw new RuleError('invalid_value', 'the metadata URL is too long');
  try {
    return checkedUrl(url, allowPrivate).href;
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new RuleError('invalid_value', error.message, error);
  }
}
