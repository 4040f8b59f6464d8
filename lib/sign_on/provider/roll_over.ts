import { limits } from '../../../config/limits.ts';
import { DAY, RuleError } from '../../kernel/index.ts';
import type { IdpCertificate, ReadCertificate } from '../../saml/index.ts';

/**
 * The certificates after new metadata. New ones are active at once. Those that the metadata no longer lists stay as
 * `retiring` for some days. Those entered by hand stay unchanged. Throws `RuleError` when there would be too many.
 */
export function rolledOver(
  known: readonly IdpCertificate[],
  found: readonly ReadCertificate[],
  now: number,
): IdpCertificate[] {
  const present = new Set(found.map(({ sha256 }) => sha256));
  const kept = known
    .filter(({ until = Number.POSITIVE_INFINITY }) => until > now)
    .map((certificate) => {
      if (present.has(certificate.sha256)) return active(certificate);
      return certificate.source === 'manual' ? certificate : retiring(certificate, now);
    });
  return added(kept, found, 'metadata', now);
}

/**
 * Adds certificates, and drops retiring or expired ones to make room. A certificate from metadata that an actor adds
 * becomes one by hand. Throws `RuleError` when there would still be too many.
 */
export function added(
  known: readonly IdpCertificate[],
  found: readonly ReadCertificate[],
  source: IdpCertificate['source'],
  now: number,
): IdpCertificate[] {
  const fresh = found.filter(({ sha256 }) => !known.some((one) => one.sha256 === sha256));
  const byHand = source === 'manual' ? { source } : {};
  const all = [
    ...known.map((one) =>
      found.some(({ sha256 }) => sha256 === one.sha256) ? { ...active(one), ...byHand } : one,
    ),
    ...fresh.map(({ pem, sha256, notAfter }) => ({
      ...{ pem, sha256, notAfter, firstSeen: now, source },
      state: 'active' as const,
    })),
  ];
  const fitting = withinLimit(all, new Set(found.map(({ sha256 }) => sha256)), now);
  if (fitting.length > limits.samlCertificates)
    throw new RuleError(
      'too_many_certificates',
      `An identity provider has at most ${limits.samlCertificates} certificates. Remove or approve some first.`,
    );
  return fitting;
}

/** Whether one of these certificates is active and not expired. */
export function hasActive(certificates: readonly IdpCertificate[], now: number): boolean {
  return certificates.some(({ state, notAfter }) => state === 'active' && notAfter > now);
}

/** Drops retiring or expired certificates above the limit, starting with those that end first. */
function withinLimit(
  all: readonly IdpCertificate[],
  wanted: ReadonlySet<string>,
  now: number,
): IdpCertificate[] {
  const going = all
    .filter(({ sha256, state, notAfter }) => !wanted.has(sha256) && (state === 'retiring' || notAfter <= now))
    .sort((a, b) => endOf(a) - endOf(b) || a.firstSeen - b.firstSeen);
  const gone = new Set(going.slice(0, Math.max(0, all.length - limits.samlCertificates)));
  return all.filter((one) => !gone.has(one));
}

function endOf({ until = Number.POSITIVE_INFINITY, notAfter }: IdpCertificate): number {
  return Math.min(until, notAfter);
}

function active({ until: _until, ...certificate }: IdpCertificate): IdpCertificate {
  return { ...certificate, state: 'active' };
}

function retiring(certificate: IdpCertificate, now: number): IdpCertificate {
  if (certificate.state === 'retiring') return certificate;
  return { ...certificate, state: 'retiring', until: now + limits.samlOverlapDays * DAY };
}
