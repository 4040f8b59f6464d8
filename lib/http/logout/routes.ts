import Router from '@koa/router';
import { limits } from '../../../config/limits.ts';
import type { UnitStore } from '../../audit/index.ts';
import type { KeySource } from '../../integrations/index.ts';
import type { Secret } from '../../kernel/index.ts';
import { LogoutRefusal, revokeGlobally, takeEvent } from '../../logout/index.ts';
import type { LogBook } from '../../provisioning/index.ts';
import { MethodNotAllowed } from '../../scim/index.ts';
import { bearerOf } from '../client.ts';
import { counter, limitFailures, type Rate } from '../scim/throttle.ts';
import type { Context, Middleware, State } from '../types.ts';
import { sentText, textReader } from './body.ts';
import { handlePushErrors, handleRevocationErrors } from './errors.ts';
import { logMessage } from './log_message.ts';

interface Parts {
  readonly store: UnitStore;
  readonly pepper: Secret;
  readonly keysOf: KeySource;
  readonly logBook: LogBook;
  readonly failureRate: Rate;
  readonly publicUrl: string;
}

const REVOCATION = '/api/oauth/groups/:group/revocation';
const EVENTS = '/api/oauth/groups/:group/events';

/** Where the identity provider of a top-level group says that a person is signed out. */
export function logoutRoutes(given: Parts): Router<State> {
  const { store, failureRate, publicUrl } = given;
  const parts = { ...given, countMessage: counter({ requests: limits.logoutsPerMinute, seconds: 60 }) };
  const router = new Router<State>();
  const limitForgeries = limitFailures(store, failureRate, isForgery);

  const revoke: Middleware = async function revokeTokens(ctx: Context) {
    const { group, requestId, endpoint } = askedAt(ctx, publicUrl);
    ctx.state.loggedOut = await revokeGlobally(parts, {
      ...{ group, requestId, endpoint },
      bearer: bearerOf(ctx),
      body: sentText(ctx),
    });
    ctx.status = 204;
  };

  const take: Middleware = async function takePush(ctx: Context) {
    const { group, requestId, endpoint } = askedAt(ctx, publicUrl);
    ctx.state.loggedOut = await takeEvent(parts, {
      ...{ group, requestId, endpoint },
      jwt: sentText(ctx).trim(),
      bearer: bearerOf(ctx),
    });
    ctx.body = null;
    ctx.status = 202;
  };

  router.post(
    REVOCATION,
    logMessage(parts),
    handleRevocationErrors,
    limitForgeries,
    textReader('application/json', limits.revocationBytes),
    revoke,
  );
  router.post(
    EVENTS,
    logMessage(parts),
    handlePushErrors,
    limitForgeries,
    textReader('application/secevent+jwt', limits.assertionChars),
    take,
  );
  router.all(REVOCATION, handleRevocationErrors, refuseMethod);
  router.all(EVENTS, handlePushErrors, refuseMethod);
  return router;
}

function refuseMethod(): void {
  throw new MethodNotAllowed('This endpoint takes POST.', { allow: 'POST' });
}

/** The endpoint as the request spells it, a former path of the group too: that is what the identity provider knows. */
function askedAt(ctx: Context, publicUrl: string) {
  const { requestId } = ctx.state;
  return { group: String(ctx.params.group), requestId, endpoint: `${publicUrl}${ctx.path}` };
}

function isForgery(error: unknown): boolean {
  return (
    error instanceof LogoutRefusal && error.code !== 'invalid_subject' && error.code !== 'unknown_subject'
  );
}
