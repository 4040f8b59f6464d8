import type { Context, Middleware, Next } from '../types.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ALL';

interface ListedRoute {
  readonly method: Method;
  readonly path: string;
}

/** Below this, the endpoint of a group; names have no case, as in all paths of the service. */
const BASE = /^\/api\/scim\/v2\/groups\/([^/]+)(?:\/(.*))?$/i;
const PATTERN = '/api/scim/v2/groups/:group';
const ONE = '/:id';

/**
 * The routes below the endpoint of a group, each with all of its steps. A path is `/`, `/Name`, `/Name/:id` or
 * `/Name/.search`. Finding a route takes two look-ups, however many there are.
 */
export class RouteTable {
  readonly #common: readonly Middleware[];
  /** By path, and by the part of a path before an id. */
  readonly #whole = new Map<string, Map<string, Middleware>>();
  readonly #ones = new Map<string, Map<string, Middleware>>();
  #rest: Middleware | undefined;
  readonly #listed: ListedRoute[] = [];

  /** `common` are the first steps of every route. */
  constructor(...common: readonly Middleware[]) {
    this.#common = common;
  }

  /** The steps of one method, or of all that a path has no steps for. */
  on(method: Method, path: string, ...steps: readonly Middleware[]): void {
    const [routes, key] = path.endsWith(ONE)
      ? [this.#ones, path.slice(1, -ONE.length).toLowerCase()]
      : [this.#whole, path.slice(1).toLowerCase()];
    const methods = routes.get(key) ?? new Map<string, Middleware>();
    routes.set(key, methods.set(method, this.#chain(path, steps)));
    this.#listed.push({ method, path: PATTERN + path });
  }

  /** The steps of every other path. */
  otherwise(...steps: readonly Middleware[]): void {
    this.#rest = this.#chain('/*', steps);
  }

  /** Runs the steps of the route that a request names; passes on what is not below a group's endpoint. */
  routes(): Middleware & { readonly listed: readonly ListedRoute[] } {
    const dispatch = async (ctx: Context, next: Next): Promise<void> => {
      const [, group, below = ''] = BASE.exec(ctx.path) ?? [];
      if (group === undefined) {
        await next();
        return;
      }
      const found = this.#find(ctx.method === 'HEAD' ? 'GET' : ctx.method, below);
      ctx.params = { group: decoded(group), ...(found.id === undefined ? {} : { id: decoded(found.id) }) };
      await (found.steps ? found.steps(ctx, next) : next());
    };
    return Object.assign(dispatch, { listed: this.#listed });
  }

  #find(method: string, below: string) {
    const [name = '', id = '', ...more] = below.split('/');
    const whole = this.#whole.get(below.toLowerCase());
    const one = whole || id === '' || more.length > 0 ? undefined : this.#ones.get(name.toLowerCase());
    const methods = whole ?? one;
    const steps = methods ? (methods.get(method) ?? methods.get('ALL')) : this.#rest;
    return { steps, id: one && id };
  }

  #chain(path: string, steps: readonly Middleware[]): Middleware {
    const all = [...this.#common, ...steps];
    const route = PATTERN + path;
    return (ctx, next): unknown => {
      ctx.state.route = route;
      return run(all, 0, ctx, next);
    };
  }
}

/** Runs steps as Koa does, without a promise of its own for each. A step that throws at once throws from `next`. */
function run(steps: readonly Middleware[], at: number, ctx: Context, next: Next): Promise<unknown> {
  const step = steps[at];
  return step ? (step(ctx, () => run(steps, at + 1, ctx, next)) as Promise<unknown>) : next();
}

/** The text as it is sent, where it is no percent-encoded UTF-8. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const PATH = /^(\/api\/scim\/v2\/groups\/[^/]+)(\/.*)$/i;

/**
 * Reads `//Users/` as `/Users`: clients join a base URL and a path carelessly. Changes only what follows a group's base
 * URL, so that no path ever means another group.
 */
export function tidySlashes(ctx: Context, next: Next): Promise<unknown> {
  const [, base = '', below = ''] = PATH.exec(ctx.path) ?? [];
  if (base !== '') ctx.path = base + below.replace(/\/+/g, '/').replace(/\/$/, '');
  return next();
}
