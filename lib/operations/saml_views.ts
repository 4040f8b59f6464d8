import { createHash, X509Certificate } from 'node:crypto';
import { limits } from '../../config/limits.ts';
import { type Group, type SamlProvider, type SamlSettings, settingsOf } from '../groups/index.ts';
import { DAY } from '../kernel/index.ts';
import {
  type IdpCertificate,
  type KeyParts,
  type SpKey,
  type SpUrls,
  signsRequests,
  spUrls,
} from '../saml/index.ts';
import type { Services } from './services.ts';
import { iso } from './views.ts';

interface CertificateView {
  readonly sha256: string;
  readonly state: string;
  readonly source: IdpCertificate['source'];
  readonly expiresAt: string;
  readonly acceptedUntil?: string;
}

interface KeyView {
  readonly use: SpKey['use'];
  readonly state: SpKey['state'];
  readonly sha256: string;
  readonly expiresAt: string;
}

/** A provider without its private keys. */
export interface ProviderView {
  readonly identifyBy: SamlProvider['identifyBy'];
  readonly urls: {
    readonly entityId: string;
    readonly acs: string;
    readonly metadata: string;
    readonly sso: string;
  };
  readonly identityProvider?: {
    readonly entityId: string;
    readonly ssoUrl: string;
    readonly binding: string;
  };
  readonly certificates: readonly CertificateView[];
  readonly metadata?: {
    readonly url: string;
    readonly fetchedAt?: string;
    readonly failures: number;
    readonly problem?: string;
    readonly pendingEntityId?: string;
  };
  readonly settings: SamlSettings;
  readonly requests: { readonly signed: boolean; readonly because: 'metadata' | 'setting' };
  readonly keys: readonly KeyView[];
  readonly warnings: readonly string[];
}

function providerView(provider: SamlProvider, urls: SpUrls, now: number): ProviderView {
  const { idp, metadata, keys = [], identifyBy } = provider;
  const { entityId, acs, metadata: metadataUrl, sso } = urls;
  return {
    identifyBy,
    urls: { entityId, acs, metadata: metadataUrl, sso },
    ...(idp
      ? { identityProvider: { entityId: idp.entityId, ssoUrl: idp.ssoUrl, binding: idp.binding } }
      : {}),
    certificates: (idp?.certificates ?? []).map(({ sha256, state, source, notAfter, until }) => ({
      ...{ sha256, state, source, expiresAt: iso(notAfter) },
      ...(until === undefined ? {} : { acceptedUntil: iso(until) }),
    })),
    ...(metadata ? { metadata: metadataView(metadata) } : {}),
    settings: settingsOf(provider),
    requests: {
      signed: signsRequests(provider),
      because: settingsOf(provider).signRequests === 'if_asked' ? 'metadata' : 'setting',
    },
    keys: keys.map(({ use, state, certificate, notAfter }) => ({
      ...{ use, state, sha256: sha256Of(certificate), expiresAt: iso(notAfter) },
    })),
    warnings: warningsOf(provider, now),
  };
}

/** A provider with the group that it belongs to. */
interface ProviderOfGroup extends ProviderView {
  readonly group: string;
}

/** A provider as the result of an operation. */
export function providerResult(
  { store }: Services,
  samlUrl: string,
  group: Group,
  provider: SamlProvider,
): ProviderOfGroup {
  const urls = spUrls(samlUrl, provider, group.slug);
  return { group: group.slug, ...providerView(provider, urls, store.now()) };
}

export function keyParts({ store, secrets }: Services): KeyParts {
  return { runtime: store, samlKey: secrets.samlKey };
}

function metadataView(
  metadata: NonNullable<SamlProvider['metadata']>,
): NonNullable<ProviderView['metadata']> {
  const { url, failures, problem, pendingEntityId, fetchedAt } = metadata;
  return {
    ...{ url, failures },
    ...(fetchedAt === undefined ? {} : { fetchedAt: iso(fetchedAt) }),
    ...(problem === undefined ? {} : { problem }),
    ...(pendingEntityId === undefined ? {} : { pendingEntityId }),
  };
}

/** What an owner should do soon. */
function warningsOf({ idp, metadata, keys = [] }: SamlProvider, now: number): string[] {
  const soon = now + limits.samlWarnDays * DAY;
  const certificates = (idp?.certificates ?? []).filter(({ notAfter }) => notAfter < soon);
  const ours = keys.filter(({ state, notAfter }) => state === 'active' && notAfter < soon);
  const listed = (idp?.removed ?? []).filter((sha256) => metadata?.lists?.includes(sha256));
  return [
    ...certificates.map(
      ({ sha256, notAfter }) =>
        `the certificate ${sha256.slice(0, 16)} ${notAfter < now ? 'has expired' : 'expires'} on ${iso(notAfter).slice(0, 10)}`,
    ),
    ...listed.map(
      (sha256) =>
        `the metadata still lists the certificate ${sha256.slice(0, 16)}, which was removed here and is not accepted`,
    ),
    ...ours.map(
      ({ use, notAfter }) => `our ${use} key expires on ${iso(notAfter).slice(0, 10)}: rotate the keys`,
    ),
    ...(metadata && metadata.failures >= limits.samlRefreshFailures
      ? [`the metadata could not be fetched ${metadata.failures} times: ${metadata.problem ?? ''}`]
      : []),
    ...(metadata?.pendingEntityId === undefined
      ? []
      : [`the metadata has another entity id now, which was not applied: ${metadata.pendingEntityId}`]),
  ];
}

function sha256Of(pem: string): string {
  return createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
}
