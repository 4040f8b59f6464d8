import { createHash, X509Certificate } from 'node:crypto';
import { limits } from '../../config/limits.ts';
import { type SamlProvider, type SamlSettings, settingsOf } from '../groups/saml_provider.ts';
import { DAY } from '../kernel/runtime.ts';
import { iso } from '../operations/views.ts';
import { type IdpCertificate, type SpKey, type SpUrls, signsRequests } from '../saml/connection.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';
import type { Paint } from './terminal/paint.ts';

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

/** A provider for `saml show`, without any private key. */
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

export function providerView(provider: SamlProvider, urls: SpUrls, now: number): ProviderView {
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

export function providerText(view: ProviderView, paint: Paint): string {
  const { identityProvider: idp, metadata, urls, settings } = view;
  return joined(
    fields(
      [
        ['our entity id', urls.entityId],
        ['our callback (ACS)', urls.acs],
        ['our metadata', urls.metadata],
        ['sign-in begins at', urls.sso],
      ],
      paint,
    ),
    fields(
      [
        ['identity provider', idp?.entityId ?? 'not set up yet'],
        ['sign-on URL', idp && `${idp.ssoUrl} (${idp.binding})`],
        ['metadata', metadata?.url],
        ['fetched', metadata?.fetchedAt && shortTime(metadata.fetchedAt)],
        ['requests are', signingText(view.requests)],
        ['NameID is', view.identifyBy],
        ['NameID format', settings.nameIdFormat],
        ['groups attribute', settings.groupsAttribute],
        ['switched on', switches(settings) || 'nothing'],
      ],
      paint,
    ),
    listing(
      ['certificate', 'state', 'from', 'expires', 'accepted until'],
      view.certificates.map((one) => [
        ...[one.sha256.slice(0, 16), one.state, one.source, shortTime(one.expiresAt)],
        shortTime(one.acceptedUntil),
      ]),
      { none: 'No certificate of an identity provider.' },
      paint,
    ),
    listing(
      ['our key', 'for', 'state', 'expires'],
      view.keys.map(({ sha256, use, state, expiresAt }) => [
        sha256.slice(0, 16),
        use,
        state,
        shortTime(expiresAt),
      ]),
      { none: 'No keys of ours.' },
      paint,
    ),
    warningLines(view.warnings, paint),
  );
}

interface PreviewView {
  readonly entityId?: string | undefined;
  readonly ssoUrl?: string | undefined;
  readonly binding?: string | undefined;
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

export function previewText(view: PreviewView, paint: Paint): string {
  return joined(
    fields(
      [
        ['entity id', view.entityId],
        ['sign-on URL', view.ssoUrl],
        ['binding', view.binding],
        ['NameID formats', view.nameIdFormats.join(', ') || undefined],
        ['wants signed requests', view.wantsSignedRequests ? 'yes' : undefined],
      ],
      paint,
    ),
    listing(
      ['certificate', 'expires', '', 'subject'],
      view.certificates.map(({ sha256, expiresAt, known, subject }) => [
        ...[sha256.slice(0, 16), shortTime(expiresAt), known ? 'known' : 'new'],
        subject.replaceAll('\n', ', '),
      ]),
      { none: 'No certificate.' },
      paint,
    ),
    warningLines(view.warnings, paint),
    'Nothing was saved: saml set does that.',
  );
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

/** What an owner should do soon, in sentences. */
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

function signingText({ signed, because }: ProviderView['requests']): string {
  if (because === 'setting') return signed ? 'signed: set here' : 'not signed: set here';
  return signed ? 'signed: the metadata asks for it' : 'not signed: no metadata asks for it';
}

function switches({ allowIdpInitiated, jit, defaultRole, wantResponseSigned }: SamlSettings): string {
  return [
    allowIdpInitiated ? 'sign-in from the identity provider' : '',
    jit ? `accounts at the first sign-in, as ${defaultRole}` : '',
    wantResponseSigned ? 'signed responses only' : '',
  ]
    .filter((word) => word !== '')
    .join(', ');
}

function warningLines(warnings: readonly string[], paint: Paint): string | undefined {
  return warnings.length === 0
    ? undefined
    : warnings.map((warning) => `${paint('yellow', 'warning')}: ${warning}`).join('\n');
}

function sha256Of(pem: string): string {
  return createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
}
