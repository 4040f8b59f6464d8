import Router from '@koa/router';
import type { WhyParts } from '../../access/index.ts';
import type { Scope } from '../../integrations/index.ts';
import { MethodNotAllowed, NotFound } from '../../scim/index.ts';
import type { Context, Middleware, Next, State } from '../types.ts';
import { handleProblems } from './problem.ts';
import { why } from './why.ts';

const WHY = '/api/v1/groups/*path/members/:who/why';

interface Parts extends WhyParts {
  readonly limitFailures: Middleware;
  /** Middleware that runs before a request learns what exists. */
  readonly guards: readonly Middleware[];
  admit(scope: Scope): Middleware[];
  readonly me: readonly Middleware[];
  readonly ownGroup: readonly Middleware[];
}

/** The JSON API of every top-level group: for tokens of its integrations, and for signed-in persons. */
export function apiRoutes({ limitFailures, guards, admit, me, ownGroup, ...parts }: Parts): Router<State> {
  const router = new Router<State>();
  const opening = [nameTopLevelGroup, handleProblems, limitFailures];
  router.get('/api/v1/me', handleProblems, limitFailures, ...me);
  router.all('/api/v1/me', handleProblems, function refuseMethod() {
    throw new MethodNotAllowed('This endpoint takes GET, HEAD.', { allow: 'GET, HEAD' });
  });
  router.get(WHY, ...opening, ...admit('access:read'), why(parts));
  router.all(WHY, ...opening, ...guards, function refuseMethod() {
    throw new MethodNotAllowed('This endpoint takes GET, HEAD.', { allow: 'GET, HEAD' });
  });
  router.get('/api/v1/groups/*path', handleProblems, ...ownGroup);
  router.all('/api/v1/groups/*path', ...opening, ...guards, function refuseUnknownPath(ctx: Context) {
    throw new NotFound(`There is no endpoint ${ctx.path}.`);
  });
  return router;
}

/** The token must belong to the top-level group, which is the first segment of any path. */
async function nameTopLevelGroup(ctx: Context, next: Next): Promise<void> {
  const [group = ''] = String(ctx.params.path).split('/');
  ctx.params = { ...ctx.params, group };
  await next();
}
