import Router from '@koa/router';
import { limits } from '../../../config/limits.ts';
import type { UnitStore } from '../../audit/index.ts';
import { type KeySource, OAuthError, type TokenUses } from '../../integrations/index.ts';
import type { Secret } from '../../kernel/index.ts';
import type { LogBook } from '../../provisioning/index.ts';
import { MethodNotAllowed } from '../../scim/index.ts';
import { formReader } from '../pages/form.ts';
import { limitFailures, type Rate } from '../scim/throttle.ts';
import type { State } from '../types.ts';
import { readClient } from './client_authentication.ts';
import { handleOAuthErrors } from './errors.ts';
import { exchange, requireClientCredentials } from './exchange.ts';
import { logExchange } from './log_exchange.ts';
import { addMetadata } from './metadata.ts';

interface Parts {
  readonly store: UnitStore;
  readonly pepper: Secret;
  readonly tokenUses: TokenUses;
  readonly keysOf: KeySource;
  readonly logBook: LogBook;
  readonly failureRate: Rate;
  readonly publicUrl: string;
}

const TOKEN = '/api/oauth/groups/:group/token';

/** The token endpoint of every top-level group. */
export function oauthRoutes(parts: Parts): Router<State> {
  const { store, pepper, failureRate } = parts;
  const router = new Router<State>();
  router.post(
    TOKEN,
    logExchange(parts),
    handleOAuthErrors,
    limitFailures(store, failureRate, isWrongClient),
    formReader(limits.formBytes),
    requireClientCredentials,
    readClient(pepper, parts.publicUrl),
    exchange(parts),
  );
  router.all(TOKEN, handleOAuthErrors, function refuseMethod() {
    throw new MethodNotAllowed('This endpoint takes POST.', { allow: 'POST' });
  });
  addMetadata(router, parts.publicUrl);
  return router;
}

function isWrongClient(error: unknown): boolean {
  return error instanceof OAuthError && error.code === 'invalid_client';
}
