import Router from '@koa/router';
import rawBody from 'raw-body';
import { limits } from '../../../config/limits.ts';
import type { UnitStore } from '../../audit/index.ts';
import { RuleError, type Secret } from '../../kernel/index.ts';
import { MethodNotAllowed } from '../../scim/index.ts';
import { acknowledgeSigned } from '../../webhooks/index.ts';
import { handleProblems } from '../api/problem.ts';
import { limitFailures, type Rate } from '../scim/throttle.ts';
import type { Context, State } from '../types.ts';

const ACKNOWLEDGEMENTS = '/api/v1/webhooks/:webhook/acknowledgements/:event';

interface Parts {
  readonly store: UnitStore;
  /** Unseals the secrets of webhooks. */
  readonly key: Secret;
  readonly failureRate: Rate;
}

/** Where the receivers of webhooks answer. */
export function webhookRoutes({ store, key, failureRate }: Parts): Router<State> {
  const router = new Router<State>();
  const limitForgeries = limitFailures(store, failureRate, isForgery);
  router.post(
    ACKNOWLEDGEMENTS,
    handleProblems,
    limitForgeries,
    async function takeAcknowledgement(ctx: Context) {
      const body = await rawBody(ctx.req, { limit: limits.acknowledgementBytes, encoding: 'utf8' });
      await acknowledgeSigned(store, key, {
        webhook: String(ctx.params.webhook),
        event: String(ctx.params.event),
        id: ctx.get('webhook-id'),
        timestamp: ctx.get('webhook-timestamp'),
        signature: ctx.get('webhook-signature'),
        body,
      });
      ctx.status = 204;
    },
  );
  router.all(ACKNOWLEDGEMENTS, handleProblems, refuseMethod);
  return router;
}

function refuseMethod(): never {
  throw new MethodNotAllowed('This endpoint takes POST.', { allow: 'POST' });
}

function isForgery(error: unknown): boolean {
  return error instanceof RuleError && error.code === 'invalid_signature';
}
