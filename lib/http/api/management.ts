import type Router from '@koa/router';
import { document, type Method, type OperationKey, routes } from '../../api/index.ts';
import { MethodNotAllowed } from '../../scim/index.ts';
import type { Site } from '../pages/site.ts';
import type { Rate } from '../scim/throttle.ts';
import type { Context, Middleware, Next, State } from '../types.ts';
import { admitToken } from './bearer.ts';
import { etagOf, namesTag } from './etag.ts';
import { operate } from './operate.ts';
import { handleProblems } from './problem.ts';
import { limitAccount } from './rate_limit.ts';

interface Parts {
  readonly site: Site;
  readonly limitFailures: Middleware;
  readonly rate: Rate;
}

const PREFIX = '/api/v1';

/** Paths on which tokens without scopes, sessions and integrations have an answer of their own. */
const shared: ReadonlySet<string> = new Set<OperationKey>(['groupShow', 'memberWhy']);

/** The routes of the management API, and its description. */
export function addManagementRoutes(router: Router<State>, { site, limitFailures, rate }: Parts): void {
  const limit = limitAccount(rate);
  router.get(`${PREFIX}/openapi.json`, handleProblems, describeApi(site));
  for (const route of routes) {
    const admit = admitToken(site, shared.has(route.key) ? 'passed' : 'refused');
    const steps = [handleProblems, limitFailures, admit, limit, operate(site, route)];
    add[route.method](router, patternOf(route.path), steps);
  }
}

/** Answers the other methods of each path with 405. */
export function refuseOtherMethods(router: Router<State>): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    const allow = methods.flatMap((method) => (method === 'GET' ? [method, 'HEAD'] : [method]));
    router.all(patternOf(path), handleProblems, async function refuseMethod(ctx: Context, next: Next) {
      if (allow.includes(ctx.method)) return next();
      throw new MethodNotAllowed(`This endpoint takes ${allow.join(', ')}.`, { allow: allow.join(', ') });
    });
  }
}

const add: Readonly<Record<Method, (router: Router<State>, path: string, steps: Middleware[]) => unknown>> = {
  get: (router, path, steps) => router.get(path, ...steps),
  post: (router, path, steps) => router.post(path, ...steps),
  put: (router, path, steps) => router.put(path, ...steps),
  patch: (router, path, steps) => router.patch(path, ...steps),
  delete: (router, path, steps) => router.delete(path, ...steps),
};

function patternOf(path: string): string {
  return PREFIX + path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** Sends the document; everybody may read it. */
function describeApi({ publicUrl }: Site): Middleware {
  const body = JSON.stringify(document({ publicUrl }));
  const etag = etagOf(body);
  return function sendDocument(ctx: Context) {
    ctx.set({ etag, 'cache-control': 'public, max-age=300', 'x-content-type-options': 'nosniff' });
    ctx.status = namesTag(ctx.get('if-none-match') || '""', etag, 'weakly') ? 304 : 200;
    if (ctx.status === 304) return;
    ctx.type = 'application/json';
    ctx.body = body;
  };
}
