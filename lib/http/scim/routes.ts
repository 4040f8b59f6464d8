import Router from '@koa/router';
import type { Runtime } from '../../kernel/index.ts';
import type { LogBook } from '../../provisioning/index.ts';
import { MethodNotAllowed, NotFound, type Registry } from '../../scim/index.ts';
import { nameMetadata } from '../oauth/metadata.ts';
import type { Context, Middleware, State } from '../types.ts';
import { bulk } from './actions/bulk.ts';
import { create } from './actions/create.ts';
import { readResourceTypes, readSchemas, readServiceProviderConfig } from './actions/discovery.ts';
import { list, search } from './actions/list.ts';
import { patch } from './actions/patch.ts';
import { read } from './actions/read.ts';
import { remove } from './actions/remove.ts';
import { replace } from './actions/replace.ts';
import { queryAll, searchAll } from './actions/search_all.ts';
import { type Endpoint, isWritable, type WritableEndpoint } from './endpoint.ts';
import { handleErrors } from './error_handler.ts';

const PREFIX = '/api/scim/v2/groups/:group';

interface Parts {
  readonly registry: Registry;
  readonly publicUrl: string;
  readonly endpoints: readonly (Endpoint | WritableEndpoint)[];
  readonly runtime: Runtime;
  readonly logBook: LogBook;
  readonly logRequest: Middleware;
  readonly limitFailures: Middleware;
  /** Middleware that runs before a request learns what exists. */
  readonly guards: readonly Middleware[];
  readonly me: readonly Middleware[];
}

/** The SCIM endpoint of every top-level group. */
export function scimRoutes(parts: Parts): Router<State> {
  const router = new Router<State>({ prefix: PREFIX });
  const discovery = { registry: parts.registry, publicUrl: parts.publicUrl };
  router.use(parts.logRequest, nameMetadata(parts.publicUrl), handleErrors, parts.limitFailures);
  const { guards } = parts;

  for (const endpoint of parts.endpoints) {
    const path = endpoint.type.endpoint;
    router.get(path, ...list(endpoint));
    router.post(`${path}/.search`, ...search(endpoint));
    refuseOtherMethods(router, `${path}/.search`, guards, 'POST');
    router.get(`${path}/:id`, ...read(endpoint));
    if (isWritable(endpoint)) {
      router.post(path, ...create(endpoint));
      router.put(`${path}/:id`, ...replace(endpoint));
      router.patch(`${path}/:id`, ...patch(endpoint));
      router.delete(`${path}/:id`, ...remove(endpoint));
    }
    const [onAll, onOne] = isWritable(endpoint) ? [', POST', ', PUT, PATCH, DELETE'] : ['', ''];
    refuseOtherMethods(router, path, guards, `GET, HEAD${onAll}`);
    refuseOtherMethods(router, `${path}/:id`, guards, `GET, HEAD${onOne}`);
  }
  const kept = { ...parts, endpoints: parts.endpoints.filter(isWritable) };
  router.post('/Bulk', ...bulk(kept));
  router.post('/.search', ...searchAll(kept));
  router.get('/', ...queryAll(kept));
  refuseOtherMethods(router, '/', guards, 'GET, HEAD');
  for (const path of ['/Bulk', '/.search']) refuseOtherMethods(router, path, guards, 'POST');
  router.all('/Me', ...parts.me);

  router.get('/ServiceProviderConfig', ...guards, readServiceProviderConfig(discovery));
  router.get(['/ResourceTypes', '/ResourceTypes/:id'], ...guards, readResourceTypes(discovery));
  router.get(['/Schemas', '/Schemas/:id'], ...guards, readSchemas(discovery));
  for (const path of [
    '/ServiceProviderConfig',
    '/ResourceTypes',
    '/ResourceTypes/:id',
    '/Schemas',
    '/Schemas/:id',
  ])
    refuseOtherMethods(router, path, guards, 'GET, HEAD');

  router.all('/{*rest}', ...guards, function refuseUnknownPath(ctx: Context) {
    throw new NotFound(`There is no endpoint ${ctx.path}.`);
  });
  return router;
}

function refuseOtherMethods(
  router: Router<State>,
  path: string,
  guards: readonly Middleware[],
  allowed: string,
): void {
  router.all(path, ...guards, function refuseMethod() {
    throw new MethodNotAllowed(`This endpoint takes ${allowed}.`, { allow: allowed });
  });
}
