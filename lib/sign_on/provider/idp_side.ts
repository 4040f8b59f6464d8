import { limits } from '../../../config/limits.ts';
import { RuleError } from '../../kernel/index.ts';
import {
  type Binding,
  checkedEntityId,
  checkedSsoUrl,
  type IdpCertificate,
  type IdpSide,
  type MetadataPreview,
  type ReadCertificate,
} from '../../saml/index.ts';
import { added, hasActive, rolledOver } from './roll_over.ts';

/** Changes of an identity provider; absent fields stay. */
export interface IdpChanges {
  /** The content of new metadata. */
  readonly preview?: MetadataPreview;
  /** The entity ID given by hand, as all following fields. */
  readonly entityId?: string;
  readonly ssoUrl?: string;
  readonly binding?: Binding;
  readonly certificates?: readonly ReadCertificate[];
}

/**
 * The identity provider after changes; undefined while it has no settings. A new entity ID means a new identity
 * provider, which keeps only the list of removed certificates. Throws `RuleError`.
 */
export function idpAfter(known: IdpSide | undefined, changes: IdpChanges, now: number): IdpSide | undefined {
  const { preview, certificates: byHand = [] } = changes;
  const entityId = changes.entityId ?? preview?.entityId ?? known?.entityId;
  const before = known?.entityId === entityId ? known : undefined;
  const ssoUrl = changes.ssoUrl ?? preview?.ssoUrl ?? before?.ssoUrl;
  const removed = withoutThose(known?.removed, byHand);
  const present = before?.certificates ?? [];
  const found = preview ? certificatesAfter({ certificates: present, removed }, preview, now) : present;
  const certificates = added(found, byHand, 'manual', now);
  const wantsSignedRequests = (preview ?? before)?.wantsSignedRequests;
  if (entityId === undefined && ssoUrl === undefined && certificates.length === 0) return undefined;
  if (entityId === undefined || ssoUrl === undefined || certificates.length === 0)
    throw incomplete(known !== before);
  if (changes.entityId !== undefined) checkedEntityId(changes.entityId);
  return {
    entityId,
    ssoUrl: changes.ssoUrl === undefined ? ssoUrl : checkedSsoUrl(changes.ssoUrl),
    binding: changes.binding ?? preview?.binding ?? before?.binding ?? 'redirect',
    ...(wantsSignedRequests === undefined ? {} : { wantsSignedRequests }),
    certificates,
    ...(removed.length === 0 ? {} : { removed }),
  };
}

/** The certificates after new metadata, without removed ones. Throws `RuleError` when none would be left. */
export function certificatesAfter(
  { certificates, removed = [] }: Pick<IdpSide, 'certificates' | 'removed'>,
  preview: Pick<MetadataPreview, 'certificates'>,
  now: number,
): IdpCertificate[] {
  const found = preview.certificates.filter(({ sha256 }) => !removed.includes(sha256));
  if (found.length === 0 && !hasActive(certificates.filter(isByHand), now))
    throw new RuleError(
      'only_removed_certificates',
      'All certificates of the metadata were removed here before. Add one of them again.',
    );
  return rolledOver(certificates, found, now);
}

/** Adds certificates by hand, even ones that were removed before. Throws `RuleError`. */
export function withCertificates(
  idp: IdpSide,
  certificates: readonly ReadCertificate[],
  now: number,
): IdpSide {
  const { removed: before, ...rest } = idp;
  const removed = withoutThose(before, certificates);
  return {
    ...rest,
    certificates: added(idp.certificates, certificates, 'manual', now),
    ...(removed.length === 0 ? {} : { removed }),
  };
}

/** Drops retiring certificates: all of them, or one. Throws `RuleError` when none would be left. */
export function withoutRetiring(idp: IdpSide, wanted: string | undefined, now: number): IdpSide {
  const isEnded = ({ state, sha256 }: IdpCertificate) =>
    state === 'retiring' && (wanted === undefined || sha256.startsWith(wanted));
  if (!idp.certificates.some(isEnded))
    throw new RuleError(
      'no_retiring_certificate',
      'No certificate is retiring, so there is nothing to approve.',
    );
  return { ...idp, certificates: left(idp, (one) => !isEnded(one), now) };
}

/**
 * Removes the certificate with this fingerprint or prefix, so that metadata does not add it again. Throws `RuleError`,
 * also when only retiring ones would be left.
 */
export function withoutCertificate(idp: IdpSide, wanted: string, now: number): IdpSide {
  const [only, ...more] = idp.certificates.filter(({ sha256 }) => sha256.startsWith(wanted));
  if (!only)
    throw new RuleError(
      'not_found',
      `There is no certificate ${wanted}. List the certificates of the provider first.`,
    );
  if (more.length > 0)
    throw new RuleError(
      'ambiguous_name',
      `Several certificates begin with ${wanted}. Give more of the fingerprint.`,
    );
  const removed = [...withoutThose(idp.removed, [only]), only.sha256];
  return {
    ...idp,
    certificates: left(idp, (one) => one !== only, now),
    removed: removed.slice(-limits.samlRemovedCertificates),
  };
}

function left(
  { certificates }: IdpSide,
  stays: (certificate: IdpCertificate) => boolean,
  now: number,
): IdpCertificate[] {
  const rest = certificates.filter(stays);
  if (!hasActive(rest, now))
    throw new RuleError('last_certificate', 'This is the last active certificate. Add another one first.');
  return rest;
}

function isByHand({ source }: IdpCertificate): boolean {
  return source === 'manual';
}

function withoutThose(
  fingerprints: readonly string[] = [],
  certificates: readonly { readonly sha256: string }[],
): string[] {
  return fingerprints.filter((one) => !certificates.some(({ sha256 }) => sha256 === one));
}

function incomplete(isAnother: boolean): RuleError {
  return new RuleError(
    'incomplete_provider',
    isAnother
      ? 'A new entity id means a new identity provider. Give its metadata, or its sign-on URL and a certificate too.'
      : 'Give the metadata of the identity provider, or its entity id, its sign-on URL and a certificate.',
  );
}
