import { limits } from '../../../config/limits.ts';
import type { Actor, EventBody, Unit } from '../../audit/index.ts';
import {
  type Group,
  type MetadataSource,
  type SamlProvider,
  type SamlSettings,
  samlProviders,
  settingsOf,
} from '../../groups/index.ts';
import { checkedUrl, OutboundError, RuleError } from '../../kernel/index.ts';
import {
  checkedEntityId,
  type IdpSide,
  type KeyParts,
  newKeys,
  readCertificates,
  type SpKey,
} from '../../saml/index.ts';
import type { Reader } from '../../store/index.ts';
import {
  type IdpChanges,
  idpAfter,
  withCertificates,
  withoutCertificate,
  withoutRetiring,
} from './idp_side.ts';
import { nextRefresh } from './refresh_times.ts';

/** Changes of a provider; absent fields stay. */
export interface ProviderChanges extends IdpChanges {
  /** The URL from which Rollcall fetches the metadata regularly; `''` removes it. */
  readonly metadataUrl?: string;
  readonly etag?: string;
  readonly identifyBy?: SamlProvider['identifyBy'];
  /** An empty text removes an optional setting. */
  readonly settings?: Partial<SamlSettings>;
}

export function providerOf(reader: Reader, rootId: string): Promise<SamlProvider | undefined> {
  return reader.find(samlProviders, rootId, 'root', rootId);
}

/** The provider of a group. Throws `RuleError` `no_provider`. */
export async function providerNamed(reader: Reader, { id, slug }: Group): Promise<SamlProvider> {
  const provider = await providerOf(reader, id);
  if (!provider) throw new RuleError('no_provider', `${slug} has no SAML provider. Set one up first.`);
  return provider;
}

/** The keys of a provider; a new pair of each kind if it has none. */
export async function keysOf(
  parts: KeyParts,
  { slug }: Group,
  provider: SamlProvider | undefined,
): Promise<readonly SpKey[]> {
  return provider?.keys ?? newKeys(parts, slug, 'active');
}

/** Sets up or changes the provider of a group, which gets `keys` if it has none. Throws `RuleError`. */
export async function saveProvider(
  unit: Unit,
  group: Group,
  { keys, ...changes }: ProviderChanges & { readonly keys: readonly SpKey[] },
  actor: Actor,
): Promise<SamlProvider> {
  const before = await providerOf(unit, group.id);
  const changed = changedProvider(before, changes, unit.now());
  const times = { warnAt: 0, ...(changed.metadata ? { refreshAt: nextRefresh(unit) } : {}) };
  const saved = before
    ? unit.update(samlProviders, {
        ...withoutSource(before),
        keys: before.keys ?? keys,
        path: before.path ?? group.slug,
        ...changed,
        ...times,
      })
    : unit.insert(samlProviders, {
        ...{ id: unit.id(), rootId: group.id, identifyBy: 'userName', path: group.slug, keys },
        ...changed,
        ...times,
      });
  const former = saved.metadata ? undefined : before?.metadata?.url;
  recordChange(
    unit,
    saved,
    actor,
    before
      ? {
          action: 'saml_provider.changed',
          detail: { ...detailOf(saved), ...(former === undefined ? {} : { formerMetadataUrl: former }) },
        }
      : { action: 'saml_provider.created', detail: detailOf(saved) },
  );
  return saved;
}

/** Adds the certificates of a PEM text. Throws `RuleError`. */
export function addCertificates(
  unit: Unit,
  group: Group,
  pasted: string,
  actor: Actor,
): Promise<SamlProvider> {
  const certificates = readCertificates(pasted);
  const names = certificates.map(({ sha256 }) => sha256).join(', ');
  return changeIdp(unit, group, {
    ...{ actor, action: 'saml_provider.certificate_added', what: names },
    change: (idp, now) => withCertificates(idp, certificates, now),
  });
}

/** Ends retiring certificates: all of them, or one. Throws `RuleError`. */
export function approveCertificates(
  unit: Unit,
  group: Group,
  wanted: string | undefined,
  actor: Actor,
): Promise<SamlProvider> {
  return changeIdp(unit, group, {
    ...{ actor, action: 'saml_provider.certificates_approved', what: wanted ?? 'all' },
    change: (idp, now) => withoutRetiring(idp, wanted, now),
  });
}

/** Removes a certificate for good, by the start of its fingerprint; never the last one. Throws `RuleError`. */
export function removeCertificate(
  unit: Unit,
  group: Group,
  wanted: string,
  actor: Actor,
): Promise<SamlProvider> {
  return changeIdp(unit, group, {
    ...{ actor, action: 'saml_provider.certificate_removed', what: wanted },
    change: (idp, now) => withoutCertificate(idp, wanted, now),
  });
}

/** Stores the keys after the next step of a rotation (`rotated`). Throws `RuleError`. */
export async function saveKeys(
  unit: Unit,
  group: Group,
  keys: readonly SpKey[],
  actor: Actor,
): Promise<SamlProvider> {
  const provider = await providerNamed(unit, group);
  const saved = unit.update(samlProviders, { ...provider, keys, warnAt: 0 });
  recordChange(unit, saved, actor, {
    action: 'saml_provider.keys_rotated',
    detail: { keys: keys.map(({ id, use, state }) => ({ id, use, state })) },
  });
  return saved;
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

/** The metadata URL after changes. A metadata document removes it, and so does an entity ID or sign-on URL by hand. */
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

type CertificateEvent =
  | 'saml_provider.certificate_added'
  | 'saml_provider.certificates_approved'
  | 'saml_provider.certificate_removed';

interface IdpChange {
  readonly actor: Actor;
  readonly action: CertificateEvent;
  /** The certificates, for the audit log. */
  readonly what: string;
  change(idp: IdpSide, now: number): IdpSide;
}

async function changeIdp(
  unit: Unit,
  group: Group,
  { actor, action, what, change }: IdpChange,
): Promise<SamlProvider> {
  const provider = await providerNamed(unit, group);
  if (!provider.idp)
    throw new RuleError('no_provider', `${group.slug} has no identity provider yet. Set it up first.`);
  const idp = change(provider.idp, unit.now());
  const saved = unit.update(samlProviders, { ...provider, idp, warnAt: 0 });
  recordChange(unit, saved, actor, { action, detail: { certificate: what, ...detailOf(saved) } });
  return saved;
}

function recordChange(
  unit: Unit,
  { rootId, id }: SamlProvider,
  actor: Actor,
  event: EventBody<
    CertificateEvent | 'saml_provider.created' | 'saml_provider.changed' | 'saml_provider.keys_rotated'
  >,
): void {
  unit.record({ rootId, actor, target: { kind: 'saml_provider', id }, ...event });
}

function detailOf({ idp, metadata, settings, identifyBy }: SamlProvider) {
  return {
    identifyBy,
    ...(settings ? { settings: { ...settings } } : {}),
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

/** Returns a metadata URL if Rollcall may fetch it. Throws `RuleError` otherwise. */
export function checkedMetadataUrl(url: string, allowPrivate: boolean): string {
  if (url.length > limits.metadataUrlChars)
    throw new RuleError(
      'invalid_metadata_url',
      `The metadata URL has more than ${limits.metadataUrlChars} characters. Give a shorter one.`,
    );
  try {
    return checkedUrl(url, allowPrivate).href;
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new RuleError('invalid_metadata_url', `The metadata URL cannot be used: ${error.message}.`, error);
  }
}
