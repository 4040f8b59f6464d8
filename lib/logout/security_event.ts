import { z } from 'zod';
import { BadJwt } from '../integrations/index.ts';
import { fingerprint, isSameDigest, type Secret, tokenDigests } from '../kernel/index.ts';
import { type Carried, carryOut } from './carry_out.ts';
import { type Demands, type LogoutParts, prove } from './proof.ts';
import { LogoutRefusal } from './refusal.ts';
import { subjectIn } from './subject.ts';
import type { LogoutEvent, LogoutIssuer, PushToken } from './types.ts';

/** A pushed Security Event Token (RFC 8417). */
interface PushedEvent {
  /** The path of the top-level group in the URL. */
  readonly group: string;
  readonly jwt: string;
  /** The bearer token of the push; empty without one. */
  readonly bearer: string;
  /** The URL of the endpoint: the audience, unless the owner entered another one. */
  readonly endpoint: string;
  readonly requestId: string;
}

const TYPE = 'secevent+jwt';
const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/';
const known: readonly (readonly [uri: string, event: LogoutEvent])[] = [
  [`${CAEP}session-revoked`, 'session-revoked'],
  [`${CAEP}credential-change`, 'credential-change'],
  ['https://schemas.openid.net/secevent/ssf/event-type/verification', 'verification'],
];

const eventsOf = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * Takes a Security Event Token by push (RFC 8935). `session-revoked` and `credential-change` of CAEP 1.0 end the access of
 * the subject; other events end nothing. Throws `LogoutRefusal`.
 */
export async function takeEvent(parts: LogoutParts, pushed: PushedEvent): Promise<Carried> {
  const proved = await prove(parts, pushed.group, pushed.jwt, demands(parts, pushed));
  const events = eventsOf.safeParse(proved.payload.events).data ?? {};
  const [uri, event] = known.find(([one]) => Object.hasOwn(events, one)) ?? ['', 'other'];
  if (Object.keys(events).length === 0)
    throw new LogoutRefusal('invalid_request', 'The JWT is refused: its events are missing.');
  const told = { requestId: pushed.requestId, ...renewedToken(proved.issuer.pushToken, pushed, parts) };
  if (event === 'verification' || event === 'other') return carryOut(parts, proved, { event, ...told });
  // Earlier drafts of CAEP have the subject inside the event.
  const subject = subjectIn(proved.payload.sub_id ?? events[uri]?.subject);
  if (!subject)
    throw new LogoutRefusal('invalid_subject', 'The JWT is refused: it has no sub_id of a supported format.');
  return carryOut(parts, proved, { event, subject, ...told });
}

function demands({ pepper }: LogoutParts, { bearer, endpoint }: PushedEvent): Demands {
  return {
    checkType: (typ) => {
      if (typ !== TYPE) throw new BadJwt('form', `its typ is ${typ === '' ? 'missing' : typ}, not ${TYPE}`);
    },
    checkBeside: ({ pushToken }) => refuseWrongToken(pushToken, bearer, pepper),
    requiredClaims: ['events'],
    audiencesFor: ({ audience }) => [audience ?? endpoint],
    severalAudiences: true,
  };
}

function refuseWrongToken(wanted: LogoutIssuer['pushToken'], bearer: string, pepper: Secret): void {
  if (!wanted) return;
  const digests = tokenDigests(bearer, ['rce'], pepper);
  if (!digests.some((digest) => isSameDigest(digest, wanted.digest)))
    throw new LogoutRefusal('authentication_failed', 'The bearer token is not the push token of this group.');
}

function renewedToken(
  held: PushToken | undefined,
  { bearer }: PushedEvent,
  { pepper }: LogoutParts,
): { readonly renewed?: PushToken } {
  const [digest] = tokenDigests(bearer, ['rce'], pepper);
  if (!held || digest === undefined || digest === held.digest) return {};
  return { renewed: { ...held, digest, keyId: fingerprint(pepper) } };
}
