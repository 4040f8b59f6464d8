import { limits } from '../../../config/limits.ts';
import { maskedBody, maskedJson } from '../../observe/index.ts';
import { type LoggedBodies, nameSent } from '../../provisioning/index.ts';
import { requestInfo } from '../client.ts';
import type { Context } from '../types.ts';

/** Keeps of a body that was read from so many bytes what the provisioning log shows. */
export function noteBody(ctx: Context, body: unknown, bytes: number): void {
  const userName = nameSent(body, '');
  const chars = limits.loggedBodyChars;
  ctx.state.sent = {
    body: bytes > chars ? maskedJson(body, chars) : maskedBody(JSON.stringify(body), chars),
    ...(userName === undefined ? {} : { userName }),
  };
}

/** Keeps of a body that is no JSON what the provisioning log shows. */
export function noteText(ctx: Context, bytes: Buffer): void {
  if (bytes.length === 0) return;
  const text = bytes.subarray(0, 4 * limits.loggedBodyChars).toString('utf8');
  ctx.state.sent = { body: maskedBody(text, limits.loggedBodyChars) };
}

/** The bodies of a request that is answered, without secrets and cut to their limit. */
export function bodiesIn({ state, body }: Context): LoggedBodies {
  const { sent, answerStart } = state;
  const answer = typeof body === 'string' ? body : answerStart;
  return {
    ...(sent ? { request: sent.body } : {}),
    ...(answer === undefined ? {} : { answer: maskedBody(answer, limits.loggedBodyChars) }),
  };
}

/** The userName that a request names. */
export function nameIn(ctx: Context): string | undefined {
  return ctx.state.sent?.userName ?? nameSent(undefined, requestInfo(ctx).path);
}
