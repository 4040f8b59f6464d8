import { limits } from '../../../config/limits.ts';
import type { SamlProvider } from '../../groups/index.ts';
import { DAY } from '../../kernel/index.ts';
import type { SpKey } from '../../saml/index.ts';

/** The end of a certificate or key without a successor. */
export interface Ending {
  readonly kind: 'certificate' | 'key';
  /** The fingerprint of a certificate, or the id of one of Rollcall's keys. */
  readonly of: string;
  readonly notAfter: number;
  /** The name of the certificate or key, for owners. */
  readonly what: string;
  /** What the owners can do. */
  readonly remedy: string;
}

/** The days before an end on which owners get a mail, longest first. */
const steps = [
  limits.samlWarnDays,
  limits.samlWarnAgainDays,
  limits.samlWarnSoonDays,
  limits.samlWarnLastDays,
] as const;

/** The identity provider's certificate that lasts longest, and Rollcall's active keys without successors. */
export function endingsOf({ idp, keys = [] }: Pick<SamlProvider, 'idp' | 'keys'>): Ending[] {
  const accepted = (idp?.certificates ?? []).filter(({ state }) => state === 'active');
  const last = accepted.reduce<(typeof accepted)[number] | undefined>(
    (longest, one) => (longest && longest.notAfter >= one.notAfter ? longest : one),
    undefined,
  );
  const inUse = keys.filter((key) => key.state === 'active' && !keys.some((other) => follows(other, key)));
  return [
    ...(last
      ? [
          {
            kind: 'certificate' as const,
            of: last.sha256,
            notAfter: last.notAfter,
            what: `The certificate ${last.sha256.slice(0, 16)} of the identity provider`,
            remedy: 'Rollcall has no other certificate. Add the next one on the page “Single sign-on”.',
          },
        ]
      : []),
    ...inUse.map(({ id, use, notAfter }) => ({
      kind: 'key' as const,
      of: id,
      notAfter,
      what: `Rollcall’s ${use} key`,
      remedy:
        'Rotate the keys on the page “Single sign-on”, and give the identity provider the new metadata.',
    })),
  ];
}

/** The latest warning that is due, in days before the end; undefined before the first one. */
export function stepOf({ notAfter }: Pick<Ending, 'notAfter'>, now: number): number | undefined {
  return steps.findLast((days) => notAfter - now <= days * DAY);
}

/** The time of the next warning; undefined after the last one. */
export function nextStep(endings: readonly Ending[], now: number): number | undefined {
  const times = endings.flatMap(({ notAfter }) => steps.map((days) => notAfter - days * DAY));
  const ahead = times.filter((at) => at > now);
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

function follows(other: SpKey, { use, notAfter }: SpKey): boolean {
  return other.state === 'next' && other.use === use && other.notAfter > notAfter;
}
