import { limits } from '../../../config/limits.ts';
import type { Actor, Unit } from '../../audit/index.ts';
import { type MetadataSource, type SamlProvider, samlProviders } from '../../groups/index.ts';
import { type Fetched, type Outbound, OutboundError, RuleError } from '../../kernel/index.ts';
import { type IdpSide, type MetadataPreview, readMetadata } from '../../saml/index.ts';
import { farthest } from '../../store/index.ts';
import type { SamlParts } from '../parts.ts';
import { certificatesAfter } from './idp_side.ts';
import { providerOf } from './providers.ts';
import { nextRefresh } from './refresh_times.ts';
import { warnOfMetadata } from './warn_owners.ts';

const system: Actor<'system'> = { kind: 'system' };

interface FetchedMetadata {
  readonly preview: MetadataPreview;
  readonly etag?: string;
}

interface Refreshed {
  readonly outcome: 'unchanged' | 'changed' | 'pending' | 'failed';
  readonly provider: SamlProvider;
}

export type FetchParts = SamlParts & { readonly outbound: Outbound };

/** Fetches metadata without applying it. Throws `RuleError` with the reason of a failure. */
export async function fetchMetadata(
  { outbound, store }: Pick<FetchParts, 'store' | 'outbound'>,
  url: string,
  wanted: {
    readonly entityId?: string | undefined;
    readonly binding?: MetadataPreview['binding'] | undefined;
  } = {},
): Promise<FetchedMetadata> {
  try {
    const { text, etag } = await outbound.get(url);
    const preview = readMetadata(text, { now: store.now(), allowHttp: outbound.allowPrivate, ...wanted });
    return { preview, ...(etag === undefined ? {} : { etag }) };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new RuleError('metadata_unreachable', `The metadata cannot be fetched: ${error.message}.`, error);
  }
}

/** Fetches and applies the metadata of every provider that is due. A failure of one does not stop the others. */
export async function refreshDue(parts: FetchParts): Promise<number> {
  const along = { index: 'refresh', limit: limits.samlRefreshBatch };
  const { items } = await parts.store.sweep(samlProviders, along);
  const now = parts.store.now();
  const due = items.filter(({ refreshAt = Number.POSITIVE_INFINITY }) => refreshAt <= now);
  const isWrong = ({ refreshAt = 0 }: SamlProvider) => refreshAt > now + limits.samlRefreshMaxMs;
  due.push(...(await farthest(parts.store, samlProviders, along, isWrong)));
  for (const provider of due) await refreshProvider(parts, provider);
  return due.length;
}

/** Fetches a provider's metadata again and applies it. Throws `RuleError` if it has no metadata URL. */
export async function refreshProvider(parts: FetchParts, provider: SamlProvider): Promise<Refreshed> {
  const found = await fetchAgain(parts, provider);
  return parts.store.transaction(async (unit) => applyFetched(unit, provider, found, system));
}

/** Fetches a provider's metadata again without applying it. Throws `RuleError` if the provider has no metadata URL. */
export async function fetchAgain(
  { outbound, store }: Pick<FetchParts, 'store' | 'outbound'>,
  { metadata, idp }: SamlProvider,
): Promise<Found> {
  if (!metadata || !idp)
    throw new RuleError('no_metadata_url', 'The SAML provider has no metadata URL. Set one first.');
  try {
    const fetched = await outbound.get(metadata.url, metadata.etag);
    if (fetched.status === 304) return { fetched, preview: undefined };
    const reading = { now: store.now(), binding: idp.binding, allowHttp: outbound.allowPrivate };
    return { fetched, preview: ofEntity(fetched.text, idp.entityId, reading) };
  } catch (error) {
    if (!(error instanceof OutboundError) && !(error instanceof RuleError)) throw error;
    return { problem: error.message };
  }
}

/**
 * Applies fetched metadata: accepts new certificates at once and retires old ones. If the metadata has another entity
 * ID, stores only this ID, for the owner to decide. After a failed fetch, changes no settings.
 */
export async function applyFetched(
  unit: Unit,
  provider: SamlProvider,
  found: Found,
  actor: Actor,
): Promise<Refreshed> {
  const present = await providerOf(unit, provider.rootId);
  if (!present?.metadata || present.metadata.url !== provider.metadata?.url || !present.idp)
    return { outcome: 'unchanged', provider: present ?? provider };
  const next = applied(present.idp, present.metadata, found, unit.now());
  const saved = unit.update(samlProviders, {
    ...present,
    idp: next.idp,
    metadata: next.metadata,
    refreshAt: nextRefresh(unit, next.metadata.failures),
    warnAt: 0,
  });
  await warnOfMetadata(unit, present.rootId, present.metadata, next.metadata);
  const isOther = next.metadata.pendingEntityId !== present.metadata.pendingEntityId;
  if (next.outcome === 'changed' || (next.outcome === 'pending' && isOther))
    unit.record({
      rootId: present.rootId,
      actor,
      action:
        next.outcome === 'changed' ? 'saml_provider.metadata_changed' : 'saml_provider.entity_id_pending',
      target: { kind: 'saml_provider', id: present.id },
      detail: {
        certificates: next.idp.certificates.map(({ sha256, state }) => ({ sha256, state })),
        ...(next.metadata.pendingEntityId === undefined ? {} : { entityId: next.metadata.pendingEntityId }),
      },
    });
  return { outcome: next.outcome, provider: saved };
}

/** The result of a fetch (`preview` is absent if nothing changed), or the reason of the failure. */
type Found =
  | { readonly fetched: Fetched; readonly preview: MetadataPreview | undefined }
  | { readonly problem: string };

/** Reads the known entity of a document, or its only entity, whatever the ID. */
function ofEntity(
  text: string,
  entityId: string,
  reading: Parameters<typeof readMetadata>[1],
): MetadataPreview {
  try {
    return readMetadata(text, { ...reading, entityId });
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return readMetadata(text, reading);
  }
}

function applied(
  idp: IdpSide,
  metadata: MetadataSource,
  found: Found,
  now: number,
): { readonly outcome: Refreshed['outcome']; readonly idp: IdpSide; readonly metadata: MetadataSource } {
  if ('problem' in found) return failed(idp, metadata, found.problem);
  const { fetched, preview } = found;
  const fresh: MetadataSource = {
    url: metadata.url,
    failures: 0,
    fetchedAt: now,
    ...(fetched.etag === undefined ? {} : { etag: fetched.etag }),
  };
  if (!preview) {
    const { problem: _problem, ...rest } = metadata;
    return { outcome: 'unchanged', idp, metadata: { ...rest, ...fresh } };
  }
  if (preview.entityId !== idp.entityId)
    return { outcome: 'pending', idp, metadata: { ...fresh, pendingEntityId: preview.entityId } };
  try {
    const certificates = certificatesAfter(idp, preview, now);
    const { ssoUrl, binding, wantsSignedRequests } = preview;
    const isKnown = wantsSignedRequests || idp.wantsSignedRequests;
    const next = { ...idp, ssoUrl, binding, ...(isKnown ? { wantsSignedRequests } : {}), certificates };
    const isSame = JSON.stringify(next) === JSON.stringify(idp);
    const lists = preview.certificates.map(({ sha256 }) => sha256);
    return { outcome: isSame ? 'unchanged' : 'changed', idp: next, metadata: { ...fresh, lists } };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return failed(idp, metadata, error.message);
  }
}

function failed(idp: IdpSide, metadata: MetadataSource, problem: string) {
  return {
    outcome: 'failed' as const,
    idp,
    metadata: { ...metadata, failures: metadata.failures + 1, problem },
  };
}
