import type { SamlSettings } from '../groups/index.ts';
import type { EnforcementView, ProviderView, TestView } from '../operations/index.ts';
import type { Preview } from '../sign_on/index.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';
import type { Paint } from './terminal/paint.ts';

export function providerText(view: ProviderView, paint: Paint): string {
  const { identityProvider: idp, metadata, urls, settings } = view;
  return joined(
    fields(
      [
        ['entity ID (audience)', urls.entityId],
        ['reply URL (ACS)', urls.acs],
        ['metadata URL', urls.metadata],
        ['sign-in address', urls.sso],
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
      { none: 'The identity provider has no certificate.' },
      paint,
    ),
    listing(
      ['key of Rollcall', 'for', 'state', 'expires'],
      view.keys.map(({ sha256, use, state, expiresAt }) => [
        sha256.slice(0, 16),
        use,
        state,
        shortTime(expiresAt),
      ]),
      { none: 'Rollcall has no keys for this group.' },
      paint,
    ),
    warningLines(view.warnings, paint),
  );
}

export function previewText(view: Preview, paint: Paint): string {
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
    'Nothing was saved. Save it with saml set.',
  );
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

export function enforcementText({ mode, domains = [], from }: EnforcementView): string {
  const whom = mode === 'domains' ? domains.join(', ') : mode;
  return from === undefined ? whom : `${whom} (set for ${from})`;
}

export function testText({ at, by, counts }: TestView): string {
  return `${shortTime(at)} by ${by}${counts ? '' : ', before the settings changed: test again'}`;
}
