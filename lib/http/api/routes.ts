import Router from '@koa/router';
import { MethodNotAllowed, NotFound } from '../../scim/index.ts';
import type { Site } from '../pages/site.ts';
import { whoAsks } from '../person.ts';
import { type Gate, requireScope } from '../scim/authenticate.ts';
import { holdAnswer } from '../scim/memory.ts';
import type { Rate } from '../scim/throttle.ts';
import type { Context, Middleware, Next, State } from '../types.ts';
import { answerGroup } from './group.ts';
import { addManagementRoutes, refuseOtherMethods } from './management.ts';
import { answerMe } from './me.ts';
import { handleProblems } from './problem.ts';
import { answerWhy } from './why.ts';

const GROUP = '/api/v1/groups/*path';
const WHY = `${GROUP}/members/:who/why`;

interface Parts {
  readonly site: Site;
  readonly gate: Gate;
  readonly limitIntegration: Middleware;
  readonly limitFailures: Middleware;
  readonly rate: Rate;
}

/** The JSON API of every top-level group: for tokens of its integrations, and for signed-in persons. */
export function apiRoutes({ site, gate, limitIntegration, limitFailures, rate }: Parts): Router<State> {
  const router = new Router<State>();
  const opening = [nameTopLevelGroup, handleProblems, limitFailures];
  /** Before a request learns what exists. */
  const admit = [gate.authenticate, limitIntegration, holdAnswer];

  addManagementRoutes(router, { site, limitFailures, rate });
  router.get('/api/v1/me', handleProblems, limitFailures, ...whoAsks(site), answerMe(site));
  router.all('/api/v1/me', handleProblems, refuseMethod);
  router.get(WHY, ...opening, ...admit, requireScope('access:read'), answerWhy(site.services));
  refuseOtherMethods(router);
  router.all(WHY, ...opening, ...admit, refuseMethod);
  router.get(GROUP, handleProblems, ...whoAsks(site), answerGroup(site));
  router.all(GROUP, ...opening, ...admit, refusePath);
  return router;
}

function refuseMethod(): never {
  throw new MethodNotAllowed('This endpoint takes GET, HEAD.', { allow: 'GET, HEAD' });
}

function refusePath(ctx: Context): never {
  throw new NotFound(`There is no endpoint ${ctx.method} ${ctx.path}. /api/v1 lists those that there are.`);
}

/** The token must belong to the top-level group, which is the first segment of any path. */
async function nameTopLevelGroup(ctx: Context, next: Next): Promise<void> {
  const [group = ''] = String(ctx.params.path).split('/');
  ctx.params = { ...ctx.params, group };
  await next();
}
