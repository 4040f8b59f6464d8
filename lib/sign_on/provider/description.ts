import { type SamlProvider, settingsOf } from '../../groups/index.ts';
import { defined, RuleError } from '../../kernel/index.ts';
import {
  type Binding,
  type MetadataPreview,
  readCertificates,
  readMetadata,
  TRANSIENT,
} from '../../saml/index.ts';
import { checkedMetadataUrl, type ProviderChanges } from './providers.ts';
import { type FetchParts, fetchMetadata } from './refresh.ts';

const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';

/** An actor's description of an identity provider. */
export interface Description {
  readonly metadataUrl?: string;
  readonly metadataFile?: string;
  /** The entity id, if the metadata has several. */
  readonly pick?: string;
  readonly entityId?: string;
  readonly ssoUrl?: string;
  /** PEM. */
  readonly certificateFile?: string;
  readonly binding?: Binding;
}

export interface Preview {
  readonly entityId?: string;
  readonly ssoUrl?: string;
  readonly binding?: Binding;
  readonly nameIdFormats: readonly string[];
  readonly wantsSignedRequests: boolean;
  readonly certificates: readonly {
    readonly sha256: string;
    readonly subject: string;
    readonly expiresAt: string;
    readonly known: boolean;
  }[];
  readonly warnings: readonly string[];
}

/**
 * The changes that a description means. Fetches the metadata if there is a URL. Adds certificates given by hand to those
 * of the metadata. Throws `RuleError`.
 */
export async function changesOf(
  { outbound, store }: Pick<FetchParts, 'store' | 'outbound'>,
  given: Description,
  known: SamlProvider | undefined,
): Promise<ProviderChanges> {
  const { metadataUrl, metadataFile, pick, binding, entityId, ssoUrl, certificateFile } = given;
  if (metadataUrl && metadataFile !== undefined)
    throw new RuleError('contradictory_arguments', 'Give the metadata as a URL or as a file, not both.');
  if (metadataUrl && (entityId !== undefined || ssoUrl !== undefined))
    throw new RuleError(
      'contradictory_arguments',
      'Give either a metadata URL, or an entity id and a sign-on URL. To choose an entity id of the metadata, use pick.',
    );
  const wanted = { entityId: pick, binding: binding ?? known?.idp?.binding };
  const byHand = defined({ entityId, ssoUrl, binding });
  const certificates = certificateFile === undefined ? [] : readCertificates(certificateFile);
  const common = { ...byHand, ...(certificates.length === 0 ? {} : { certificates }) };
  if (metadataFile !== undefined) {
    const reading = { now: store.now(), allowHttp: outbound.allowPrivate, ...wanted };
    return { ...common, preview: readMetadata(metadataFile, reading) };
  }
  if (!metadataUrl) return { ...common, ...defined({ metadataUrl }) };
  const url = checkedMetadataUrl(metadataUrl, outbound.allowPrivate);
  const fetched = await fetchMetadata({ outbound, store }, url, wanted);
  return { ...common, ...fetched, metadataUrl: url };
}

/** The effect of saving the changes, with warnings. */
export function previewOf(
  { preview, entityId, ssoUrl, binding, certificates = [] }: ProviderChanges,
  known?: SamlProvider,
): Preview {
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
        ({ sha256 }) => `The certificate ${sha256.slice(0, 16)} was removed here and is not accepted.`,
      ),
      ...(found.nameIdFormats?.includes(TRANSIENT) && !settingsOf(known ?? {}).nameIdFormat
        ? [transientWarning(found.nameIdFormats)]
        : []),
      ...(now !== undefined && entity !== undefined && now !== entity
        ? [`The current entity id is ${now}. Saving replaces this identity provider by another one.`]
        : []),
    ],
  };
}

function transientWarning(formats: readonly string[]): string {
  const lasting = formats.find((format) => format !== TRANSIENT);
  return `The identity provider may send a transient NameID, which Rollcall refuses. Request a lasting one: saml set --name-id-format ${lasting ?? PERSISTENT}.`;
}
