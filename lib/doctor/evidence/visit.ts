import { messageOf } from '../../../config/error.ts';
import type { ExistingConfig } from '../../../config/index.ts';
import { isAnswer, QUESTION, questionOf, type Runtime, SELF_CHECK } from '../../kernel/index.ts';
import type { Failure, Reach, Visit } from '../types.ts';
import { asked, codeOf } from './asked.ts';
import { get } from './get.ts';

type Given = Pick<ExistingConfig, 'publicUrl' | 'secrets'>;

/** An address for documentation (RFC 5737). If a request seems to come from it, a header was trusted without proof. */
const INVENTED = '192.0.2.1';

interface Answer {
  readonly answer: string;
  readonly ip: string;
  readonly forwardedFor: string;
  readonly now: number;
}

/** Sends a request to PUBLIC_URL. Reports which service answers, and how the request arrived. */
export async function visit(
  config: Given,
  runtime: Pick<Runtime, 'now' | 'random'>,
  reach: Reach,
): Promise<Visit | Failure> {
  const { hostname } = new URL(config.publicUrl);
  return asked(
    () => visited(config, runtime, reach),
    (error) => problemOf(error, hostname),
  );
}

async function visited(
  { publicUrl, secrets }: Given,
  { now, random }: Pick<Runtime, 'now' | 'random'>,
  reach: Reach,
): Promise<Visit> {
  const nonce = random(16).toString('base64url');
  const question = secrets ? { [QUESTION]: questionOf(secrets.tokenPepper, nonce) } : {};
  const askedAt = now();
  const { status, headers, text, certificateEnds } = await get(
    publicUrl + SELF_CHECK,
    { ...question, 'x-forwarded-for': INVENTED, 'user-agent': 'rollcall doctor' },
    reach,
  );
  const middle = (askedAt + now()) / 2;
  const answer = answerIn(text);
  const isOwn =
    answer !== undefined && secrets !== undefined && isAnswer(secrets.tokenPepper, nonce, answer.answer);
  return {
    ...{ status, isOwn },
    ...(headers.location === undefined ? {} : { location: headers.location }),
    ...(certificateEnds === undefined ? {} : { certificateEnds }),
    ...aheadOf(isOwn ? answer.now : Date.parse(headers.date ?? ''), middle),
    ...(isOwn ? arrivalOf(answer) : {}),
  };
}

function aheadOf(there: number, here: number): Pick<Visit, 'ahead'> {
  return Number.isNaN(there) ? {} : { ahead: there - here };
}

function arrivalOf({ ip, forwardedFor }: Answer): Pick<Visit, 'client' | 'added' | 'isForged'> {
  const addresses = forwardedFor.split(',').map((address) => address.trim());
  const invented = addresses.indexOf(INVENTED);
  return { client: ip, added: addresses.slice(invented + 1).filter(Boolean), isForged: ip === INVENTED };
}

function answerIn(text: string): Answer | undefined {
  try {
    const { answer, ip, forwardedFor, now } = JSON.parse(text) as Partial<Answer>;
    const isWhole = typeof answer === 'string' && typeof ip === 'string' && typeof forwardedFor === 'string';
    return isWhole && typeof now === 'number' ? { answer, ip, forwardedFor, now } : undefined;
  } catch {
    return undefined;
  }
}

function problemOf(error: unknown, host: string): string {
  const code = codeOf(error);
  const sentences: Readonly<Record<string, string>> = {
    ENOTFOUND: `DNS has no address for ${host}. Add a record, or correct PUBLIC_URL.`,
    EAI_AGAIN: `No DNS resolver answers for ${host}. Correct the resolvers of this machine.`,
    ECONNREFUSED: `Nothing listens at ${host}. Start the service and the proxy, or correct PUBLIC_URL.`,
    EPROTO: `${host} does not speak TLS at this port. Let the proxy end TLS there, or correct PUBLIC_URL.`,
    CERT_HAS_EXPIRED: `The certificate of ${host} has expired. Renew it.`,
    ERR_TLS_CERT_ALTNAME_INVALID: `The certificate of ${host} is for another name. Install one for ${host}.`,
  };
  const isTimeout = error instanceof Error && /Abort|Timeout/.test(error.name);
  if (isTimeout || code === 'ETIMEDOUT')
    return `${host} does not answer in time. Let requests through the firewall, and see whether the service runs.`;
  if (/CERT|SIGNATURE|ISSUER/.test(code) && sentences[code] === undefined)
    return (
      `The certificate of ${host} is not trusted here (${code}). Send its whole chain, or name your own authority by ` +
      'NODE_EXTRA_CA_CERTS.'
    );
  return (
    sentences[code] ?? `${host} cannot be reached: ${messageOf(error)}. See whether service and proxy run.`
  );
}
