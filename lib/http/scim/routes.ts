import Router from '@koa/router';
import { limits } from '../../../config/limits.ts';
import type { Services } from '../../operations/index.ts';
import { MethodNotAllowed, NotFound } from '../../scim/index.ts';
import { nameMetadata } from '../oauth/metadata.ts';
import type { Site } from '../pages/site.ts';
import { whoAsks } from '../person.ts';
import type { Context, Middleware, State } from '../types.ts';
import { bulk, nameLimit } from './actions/bulk.ts';
import { create } from './actions/create.ts';
import { readResourceTypes, readSchemas, readServiceProviderConfig } from './actions/discovery.ts';
import { list, pageOf, search, showPage } from './actions/list.ts';
import { readMe, refuseMe } from './actions/me.ts';
import { patch, showPatched } from './actions/patch.ts';
import { read, resourceOf } from './actions/read.ts';
import { remove } from './actions/remove.ts';
import { replace } from './actions/replace.ts';
import { queryAll, requireAnyScope, searchAll } from './actions/search_all.ts';
import { type Gate, requireScope } from './authenticate.ts';
import { checkMediaType, parseBody, readBody } from './body.ts';
import { type Endpoint, isWritable, type WritableEndpoint } from './endpoint.ts';
import { handleErrors } from './error_handler.ts';
import { holdAnswer, holdBody } from './memory.ts';
import { checkParameters } from './parameters.ts';
import { sendNothing } from './present.ts';
import { logRequest } from './provisioning_log.ts';
import { readAhead } from './read_ahead.ts';
import { showResource } from './send_resource.ts';

const PREFIX = '/api/scim/v2/groups/:group';

interface Parts {
  readonly services: Services;
  readonly site: Site;
  readonly gate: Gate;
  readonly limitIntegration: Middleware;
  readonly limitFailures: Middleware;
  readonly endpoints: readonly (Endpoint | WritableEndpoint)[];
  /** The endpoint of `/Me`. */
  readonly users: Endpoint;
}

/** The SCIM endpoint of every top-level group. */
export function scimRoutes(parts: Parts): Router<State> {
  const { services, site, gate, endpoints } = parts;
  const { registry, runtime, logBook } = services;
  const { publicUrl } = site;
  const router = new Router<State>({ prefix: PREFIX });
  router.use(logRequest(services), nameMetadata(publicUrl), handleErrors, parts.limitFailures);
  /** Before a request learns what exists. */
  const admit = [gate.authenticate, parts.limitIntegration, holdAnswer];
  const refuse = (path: string, allowed: string) => router.all(path, ...admit, refuseMethod(allowed));

  for (const endpoint of endpoints) {
    const { type, scopes } = endpoint;
    const all = type.endpoint;
    const one = `${all}/:id`;
    const mayRead = requireScope(scopes.read);
    const [page, resource] = [pageOf(endpoint), resourceOf(endpoint)];
    const [aheadPage, aheadResource] = [readAhead(gate.guess, page), readAhead(gate.guess, resource)];
    const show = showResource(endpoint);

    router.get(all, aheadPage, ...admit, mayRead, list(page), showPage(endpoint));
    router.post(
      `${all}/.search`,
      ...admit,
      mayRead,
      ...readBody(runtime),
      search(endpoint),
      showPage(endpoint),
    );
    refuse(`${all}/.search`, 'POST');
    router.get(one, aheadResource, ...admit, mayRead, read(endpoint, resource), show);
    if (isWritable(endpoint)) {
      const mayWrite = requireScope(endpoint.scopes.write);
      const body = [checkParameters, ...readBody(runtime, type)];
      router.post(all, ...admit, mayWrite, ...body, create(endpoint), show);
      router.put(one, ...admit, mayWrite, ...body, replace(endpoint), show);
      router.patch(one, ...admit, mayWrite, ...body, patch(endpoint), showPatched(endpoint));
      router.delete(one, ...admit, mayWrite, remove(endpoint), sendNothing);
    }
    const [onAll, onOne] = isWritable(endpoint) ? [', POST', ', PUT, PATCH, DELETE'] : ['', ''];
    refuse(all, `GET, HEAD${onAll}`);
    refuse(one, `GET, HEAD${onOne}`);
  }

  const kept = { endpoints: endpoints.filter(isWritable), publicUrl };
  const mayReadAny = requireAnyScope(kept.endpoints);
  const bulkBody = [
    nameLimit,
    checkMediaType,
    holdBody(limits.bulkBytes),
    parseBody(runtime, limits.bulkBytes, limits.jsonNodes),
  ];
  router.post('/Bulk', ...admit, ...bulkBody, bulk({ ...kept, runtime, logBook }));
  router.post('/.search', ...admit, mayReadAny, ...readBody(runtime), searchAll(kept));
  router.get('/', ...admit, mayReadAny, queryAll(kept));
  refuse('/', 'GET, HEAD');
  for (const path of ['/Bulk', '/.search']) refuse(path, 'POST');
  router.all('/Me', ...whoAsks(site), readMe(site, parts.users), ...admit, refuseMe);

  const discovery = { registry, publicUrl };
  const [types, schemas] = [
    ['/ResourceTypes', '/ResourceTypes/:id'],
    ['/Schemas', '/Schemas/:id'],
  ];
  router.get('/ServiceProviderConfig', ...admit, readServiceProviderConfig(discovery));
  router.get(types, ...admit, readResourceTypes(discovery));
  router.get(schemas, ...admit, readSchemas(discovery));
  for (const path of ['/ServiceProviderConfig', ...types, ...schemas]) refuse(path, 'GET, HEAD');

  router.all('/{*rest}', ...admit, refusePath);
  return router;
}

function refuseMethod(allowed: string): Middleware {
  return function refuseOtherMethod() {
    throw new MethodNotAllowed(`This endpoint takes ${allowed}.`, { allow: allowed });
  };
}

function refusePath(ctx: Context): never {
  throw new NotFound(`There is no endpoint ${ctx.path}.`);
}
