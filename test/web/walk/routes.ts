import { GROUP_PAGE } from '../../../lib/http/pages/group/overview.ts';
import { webRoutes } from '../../../lib/http/pages/routes.ts';
import type { Rollcall } from '../../helper.ts';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** As the router has it, with `:names` for what varies. */
  readonly path: string;
}

/** How the router writes the addresses that it knows by a regular expression. */
const written = new Map([[GROUP_PAGE.source, '/groups/*group']]);

/** Every address that the router answers for browsers, but not where it refuses a method or an unknown address. */
export function routesOf({ services }: Pick<Rollcall, 'services'>): Route[] {
  const addresses = { publicUrl: 'http://localhost:8080', samlUrl: 'http://localhost:8080' };
  return webRoutes(services, addresses)
    .stack.filter(({ methods }) => methods.length <= 2)
    .map(({ path, methods }) => {
      const name = typeof path === 'string' ? path : written.get(path.source);
      if (name === undefined) throw new Error(`The walk does not know the address ${String(path)}.`);
      return { method: methods.includes('POST') ? 'POST' : 'GET', path: name };
    });
}

/** Whether a route answers an address; the router takes the first that does. */
export function leadsTo(route: string, address: string): boolean {
  const pattern = route.replaceAll(/:\w+/g, '[^/]+').replaceAll(/\*\w+/g, '(?:(?!/-/).)+');
  return new RegExp(`^${pattern}$`).test(address);
}

/** The address of a route with values for what varies. Throws where one is missing. */
export function filled(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/[:*](\w+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The walk needs a value for ${name} of ${path}.`);
    return encodeURIComponent(value).replaceAll('%2F', '/');
  });
}
