import { BadJwt } from '../integrations/index.ts';
import { type Carried, carryOut } from './carry_out.ts';
import { type Demands, type LogoutParts, prove } from './proof.ts';
import { LogoutRefusal } from './refusal.ts';
import { subjectInBody } from './subject.ts';

interface RevocationRequest {
  /** The path of the top-level group in the URL. */
  readonly group: string;
  readonly bearer: string;
  /** JSON. */
  readonly body: string;
  /** The URL of the endpoint: the audience. */
  readonly endpoint: string;
  readonly requestId: string;
}

const TYPE = 'global-token-revocation+jwt';
/** What an issuer may write that knows no type of its own for this request. */
const generic = ['', 'jwt'];

/**
 * Global Token Revocation (draft-parecki-oauth-global-token-revocation, as Okta's Universal Logout sends it): the bearer is
 * a JWT of the identity provider. Throws `LogoutRefusal`: `unknown_subject` when the group knows nobody of this name.
 */
export async function revokeGlobally(parts: LogoutParts, request: RevocationRequest): Promise<Carried> {
  const proved = await prove(parts, request.group, request.bearer, demands(request.endpoint));
  const subject = subjectInBody(request.body);
  if (!subject) throw new LogoutRefusal('invalid_subject', 'The body has no sub_id of a supported format.');
  const carried = await carryOut(parts, proved, {
    event: 'revocation',
    subject,
    requestId: request.requestId,
  });
  if (!carried.isFirst) throw new LogoutRefusal('invalid_request', 'The JWT was used before.');
  if (carried.people.length === 0)
    throw new LogoutRefusal(
      'unknown_subject',
      'The sub_id names nobody whom this group signs in or manages.',
    );
  return carried;
}

/** Other JWTs of the issuer may have the audience that the owner entered; only the explicit type distinguishes them. */
function demands(endpoint: string): Demands {
  return {
    checkType: (typ) => {
      if (typ !== TYPE && !generic.includes(typ)) throw new BadJwt('form', `its typ is ${typ}, not ${TYPE}`);
    },
    requiredClaims: ['exp'],
    audiencesFor: ({ audience }, typ) =>
      typ === TYPE && audience !== undefined ? [endpoint, audience] : [endpoint],
    severalAudiences: false,
  };
}
