import { limits } from '../../../config/limits.ts';
import type { View } from '../../audit/index.ts';
import {
  type Denial,
  type Explained,
  explainDenial,
  type Firsts,
  type SetUpStep,
} from '../../integrations/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { maskedBody, maskedJson } from '../../observe/index.ts';
import {
  bodiesOf,
  entryOf,
  type LogBook,
  type LoggedBodies,
  type LoggedOutcome,
  logUnauthenticated,
} from '../../provisioning/index.ts';
import { requestInfo } from '../client.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { asScimError } from './error_handler.ts';

/** The paths of resources that show a step of the set-up. */
const RESOURCES = /\/(Users|Groups)(?:\/\.search)?\/?$/i;
/** A filter for one userName. */
const FILTER = /[?&]filter=[^&]*?\buserName(?:\s|%20|\+)+eq(?:\s|%20|\+)+(?:"|%22)(.*?)(?:"|%22)/i;

interface Parts {
  readonly store: View;
  readonly logBook: LogBook;
  readonly firsts: Firsts;
}

/** The reason of each 401, for the owners of the group. */
const denials: Readonly<Record<Denial, string>> = {
  missing: 'The request has no token.',
  unknown: 'The token is not one of this group.',
  expired: 'The token has expired.',
  revoked: 'The token is revoked.',
  address: 'The token may not be used from this address.',
};

/**
 * Logs reads and refusals in the provisioning log; a change has written its entry already, and only its bodies follow.
 * An unauthenticated request is shown to the owners of the group that it named.
 */
export function logRequest(parts: Parts): Middleware {
  const { store, logBook } = parts;
  return async function logScimRequest(ctx: Context, next: Next) {
    const startedAt = store.now();
    ctx.state.startedAt = startedAt;
    await next();
    noteFirsts(parts.firsts, ctx);
    const { caller, error } = ctx.state;
    const bodies = bodiesIn(ctx);
    if (caller?.logged && error === undefined) {
      const { entryId: id, integration } = caller;
      if (id === undefined) return;
      const written = { id, rootId: integration.rootId, at: store.now(), status: ctx.status };
      logBook.addChange(written, bodiesOf(written, bodies));
      return;
    }
    const happened = happenedIn(ctx);
    if (caller) {
      const entry = entryOf(store, caller, happened);
      logBook.add(entry, bodiesOf(entry, bodies));
      return;
    }
    const request = requestInfo(ctx);
    const outcomeFor = (rootId: string) => {
      if (ctx.status === 401) parts.firsts.noteUnauthenticated(rootId, request);
      return withReason(store, ctx, rootId, happened);
    };
    await logUnauthenticated(parts, String(ctx.params?.group ?? ''), request, outcomeFor, bodies);
  };
}

function happenedIn(ctx: Context): LoggedOutcome {
  const { error } = ctx.state;
  const userName = nameIn(ctx);
  return {
    status: ctx.status,
    outcome: outcomeOf(ctx),
    ...(userName === undefined ? {} : { userName }),
    ...(error === undefined ? {} : codeOf(error, ctx.state.requestId)),
  };
}

/** The outcome with the true reason, which the caller does not learn. */
async function withReason(
  store: View,
  ctx: Context,
  rootId: string,
  happened: LoggedOutcome,
): Promise<LoggedOutcome> {
  if (happened.status !== 401 && happened.status !== 403) return happened;
  const { digests = [], person } = ctx.state;
  if (person) return happened;
  const isGiven = ctx.get('authorization') !== '';
  const sent = { rootId, digests, isGiven, ip: ctx.ip };
  const { integration, token, denied }: Explained = await explainDenial(store, sent, store.now()).catch(
    () => ({}),
  );
  return {
    ...happened,
    ...(integration && token ? { integrationId: integration.id, tokenId: token.id } : {}),
    ...(denied === undefined || happened.status !== 401
      ? {}
      : { denied, outcome: `Refused: ${denials[denied]}` }),
  };
}

/** The code of a refusal, for the remedy that the log shows. */
export function codeOf(error: unknown, requestId: string): Pick<LoggedOutcome, 'code'> {
  if (error instanceof RuleError) return { code: error.code };
  const { scimType } = asScimError(error, requestId);
  return scimType === undefined ? {} : { code: scimType };
}

function outcomeOf(ctx: Context): string {
  const { error, requestId, person, remark } = ctx.state;
  if (error !== undefined) return `Refused: ${asScimError(error, requestId).message}`;
  const after = remark === undefined ? '' : ` ${remark}`;
  if (person) return `Read by ${person.account.username}, the person it is about.${after}`;
  if (ctx.status === 304) return 'Not changed since the client read it.';
  if (ctx.method === 'GET' || ctx.method === 'HEAD' || ctx.path.endsWith('/.search')) return `Read.${after}`;
  return 'Nothing to change.';
}

/** Keeps the part of a body that the provisioning log shows. `bytes` is the size of the body. */
export function noteBody(ctx: Context, body: unknown, bytes: number): void {
  const userName = nameSent(body, '');
  const chars = limits.loggedBodyChars;
  ctx.state.sent = {
    body: bytes > chars ? maskedJson(body, chars) : maskedBody(JSON.stringify(body), chars),
    ...(userName === undefined ? {} : { userName }),
  };
}

/** Keeps the part of an unreadable body that the provisioning log shows. */
export function noteText(ctx: Context, bytes: Buffer): void {
  if (bytes.length === 0) return;
  const text = bytes.subarray(0, 4 * limits.loggedBodyChars).toString('utf8');
  ctx.state.sent = { body: maskedBody(text, limits.loggedBodyChars) };
}

/** The bodies of a request that is answered, without secrets and cut to their limit. */
function bodiesIn({ state, body }: Context): LoggedBodies {
  const { sent, answerStart } = state;
  const answer = typeof body === 'string' ? body : answerStart;
  return {
    ...(sent ? { request: sent.body } : {}),
    ...(answer === undefined ? {} : { answer: maskedBody(answer, limits.loggedBodyChars) }),
  };
}

/** The userName that a request names. */
function nameIn(ctx: Context): string | undefined {
  return ctx.state.sent?.userName ?? nameSent(undefined, requestInfo(ctx).path);
}

/** Notes the set-up steps that an authenticated request has shown to work. */
function noteFirsts(firsts: Firsts, ctx: Context): void {
  const { caller } = ctx.state;
  if (caller) firsts.note(caller.integration.id, ['accepted', ...stepsOf(ctx)], caller.request);
}

function stepsOf({ method, path, status }: Context): readonly SetUpStep[] {
  const [, type] = RESOURCES.exec(path) ?? [];
  if (type === undefined) return [];
  if (status === 201) return [type.toLowerCase() === 'users' ? 'user' : 'group'];
  const isLookup = status === 200 && (method === 'GET' || path.toLowerCase().includes('/.search'));
  return isLookup ? ['lookup'] : [];
}

/** The userName that a request names: in its body, or as the only value of its filter. */
export function nameSent(body: unknown, path: string): string | undefined {
  return nameInBody(body) ?? nameInFilter(path);
}

function nameInFilter(path: string): string | undefined {
  const [, name] = FILTER.exec(path) ?? [];
  try {
    return name === undefined ? undefined : decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** The names of attributes have no case (RFC 7643 section 2.1). */
function nameInBody(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const [, name] = Object.entries(body).find(([key]) => key.toLowerCase() === 'username') ?? [];
  return typeof name === 'string' && name.trim() !== '' ? name : undefined;
}
