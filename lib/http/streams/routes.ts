import Router from '@koa/router';
import rawBody from 'raw-body';
import { limits } from '../../../config/limits.ts';
import type { UnitStore } from '../../audit/index.ts';
import { RuleError, type Secret } from '../../kernel/index.ts';
import { MethodNotAllowed } from '../../scim/index.ts';
import { type HeldPolls, poll, publishedKeys, readPoll, streamFor } from '../../webhooks/index.ts';
import { handleProblems } from '../api/problem.ts';
import { bearerOf } from '../client.ts';
import { counter, limitFailures, type Rate } from '../scim/throttle.ts';
import type { Context, State } from '../types.ts';

const POLL = '/api/v1/streams/:stream/poll';
const JWKS = '/api/v1/security-events/jwks.json';

interface Parts {
  readonly store: UnitStore;
  readonly polls: HeldPolls;
  /** Unseals the signing keys. */
  readonly key: Secret;
  readonly pepper: Secret;
  readonly publicUrl: string;
  readonly failureRate: Rate;
}

/** Where receivers of security event tokens ask for them, and for the keys that sign them. */
export function streamRoutes(parts: Parts): Router<State> {
  const { store, pepper, failureRate } = parts;
  const router = new Router<State>();
  const limitForgeries = limitFailures(store, failureRate, isForgery);
  const count = counter({ requests: limits.pollsPerMinute, seconds: 60 });

  router.post(POLL, handleProblems, limitForgeries, async function takePoll(ctx: Context) {
    const stream = await streamFor(parts, pepper, String(ctx.params.stream), bearerOf(ctx));
    await count(stream.id);
    const asked = readPoll(await rawBody(ctx.req, { limit: limits.pollBytes, encoding: 'utf8' }));
    ctx.body = JSON.stringify(await poll(parts, stream, asked, leaving(ctx)));
    ctx.set({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  });

  router.get(JWKS, handleProblems, async function sendKeys(ctx: Context) {
    const keys = await publishedKeys(store, store.now());
    ctx.body = JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
    ctx.set({
      'content-type': 'application/jwk-set+json',
      'cache-control': `public, max-age=${limits.jwksFreshSeconds}`,
    });
  });

  router.all(POLL, handleProblems, refuse('POST'));
  router.all(JWKS, handleProblems, refuse('GET, HEAD'));
  return router;
}

function refuse(allow: string): () => never {
  return function refuseMethod() {
    throw new MethodNotAllowed(`This endpoint takes ${allow}.`, { allow });
  };
}

/** Aborts when the connection of a request ends. */
function leaving(ctx: Context): AbortSignal {
  const controller = new AbortController();
  ctx.res.once('close', () => controller.abort());
  return controller.signal;
}

function isForgery(error: unknown): boolean {
  return error instanceof RuleError && error.code === 'unauthorized';
}
