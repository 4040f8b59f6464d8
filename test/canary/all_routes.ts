import { GROUP_PAGE } from '../../lib/http/pages/group/overview.ts';
import { createApp } from '../../lib/main/app.ts';
import { silentLogger } from '../../lib/observe/logger.ts';
import type { Services } from '../../lib/operations/services.ts';

export interface AnyRoute {
  readonly method: string;
  /** With `:name` or `*name` for what varies. */
  readonly path: string;
}

interface Layer {
  readonly path: string | RegExp;
  readonly methods: readonly string[];
}

const rate = { requests: 1, seconds: 1 };
const settings = {
  ...{ publicUrl: 'http://localhost:8080', samlUrl: 'http://localhost:8080', trustedProxies: 0 },
  ...{ rate, failureRate: rate },
};

/** Every route of the service, from the tables of all its routers. */
export function allRoutes(services: Services): AnyRoute[] {
  const { middleware } = createApp(services, settings, silentLogger());
  return middleware.flatMap((step) => {
    if ('listed' in step) return (step.listed as readonly AnyRoute[]).flatMap(oneEach);
    if (!('router' in step)) return [];
    const { stack } = step.router as { readonly stack: readonly Layer[] };
    return stack.flatMap(({ path, methods }) =>
      methodsOf(methods).map((method) => ({ method, path: named(path) })),
    );
  });
}

function oneEach({ method, path }: AnyRoute): AnyRoute[] {
  return method === 'ALL' ? [{ method: 'PUT', path }] : [{ method, path }];
}

/** One method of a route that takes all, and GET for HEAD. */
function methodsOf(methods: readonly string[]): readonly string[] {
  const real = methods.filter((method) => method !== 'HEAD');
  return real.length > 2 ? ['PUT'] : real;
}

/** How the walk writes the addresses that a router knows by a regular expression. */
const written = new Map([
  [GROUP_PAGE.source, '/groups/*group'],
  ['^\\/(?!api(?:\\/|$))', '/nowhere/:secret'],
]);

function named(path: string | RegExp): string {
  const name = typeof path === 'string' ? path : written.get(path.source);
  if (name !== undefined) return name;
  throw new Error(`The walk does not know the address ${String(path)}.`);
}
