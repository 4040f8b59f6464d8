import { limits } from '../../../config/limits.ts';
import type { Services } from '../../operations/index.ts';
import { MethodNotAllowed, NotFound } from '../../scim/index.ts';
import { nameMetadata } from '../oauth/metadata.ts';
import type { Site } from '../pages/site.ts';
import { whoAsks } from '../person.ts';
import type { Context, Middleware } from '../types.ts';
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
import { computeAhead } from './computed.ts';
import { type Endpoint, isWritable, type WritableEndpoint } from './endpoint.ts';
import { handleErrors } from './error_handler.ts';
import { holdAnswer, holdBody } from './memory.ts';
import { checkParameters } from './parameters.ts';
import { sendNothing } from './present.ts';
import { logRequest } from './provisioning_log.ts';
import { foresee, readAhead } from './read_ahead.ts';
import { RouteTable } from './route_table.ts';
import { showResource } from './send_resource.ts';

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
export function scimRoutes(parts: Parts): Middleware {
  const { services, site, gate, endpoints } = parts;
  const { registry, runtime, store, logBook } = services;
  const { publicUrl } = site;
  const table = new RouteTable(
    logRequest(services),
    nameMetadata(publicUrl),
    handleErrors,
    parts.limitFailures,
  );
  /** Before a request learns what exists. */
  const admit = [gate.authenticate, parts.limitIntegration, holdAnswer];
  const refuse = (path: string, allowed: string) => table.on('ALL', path, ...admit, refuseMethod(allowed));

  for (const endpoint of endpoints) {
    const { type, scopes } = endpoint;
    const all = type.endpoint;
    const one = `${all}/:id`;
    const mayRead = requireScope(scopes.read);
    const [page, resource] = [pageOf(endpoint), resourceOf(endpoint)];
    const [aheadPage, aheadResource] = [readAhead(gate.guess, page), readAhead(gate.guess, resource)];
    const computed = computeAhead(gate.guess, endpoint);
    const show = showResource(endpoint);

    table.on('GET', all, aheadPage, ...admit, mayRead, list(page), showPage(endpoint));
    table.on(
      'POST',
      `${all}/.search`,
      ...admit,
      mayRead,
      ...readBody(runtime),
      search(endpoint),
      showPage(endpoint),
    );
    refuse(`${all}/.search`, 'POST');
    table.on('GET', one, aheadResource, computed, ...admit, mayRead, read(endpoint, resource), show);
    if (isWritable(endpoint)) {
      const mayWrite = requireScope(endpoint.scopes.write);
      const body = [checkParameters, ...readBody(runtime, type)];
      const ahead = foresee(gate.guess, endpoint);
      table.on('POST', all, ahead, ...admit, mayWrite, ...body, create(endpoint), show);
      table.on('DELETE', one, ahead, ...admit, mayWrite, remove(endpoint), sendNothing);
      if (!type.fixed) {
        table.on('PUT', one, ahead, computed, ...admit, mayWrite, ...body, replace(endpoint), show);
        table.on(
          'PATCH',
          one,
          ahead,
          computed,
          ...admit,
          mayWrite,
          ...body,
          patch(endpoint),
          showPatched(endpoint),
        );
      }
    }
    const [onAll, onOne] = methodsOn(endpoint);
    refuse(all, `GET, HEAD${onAll}`);
    refuse(one, `GET, HEAD${onOne}`);
  }

  const changed = endpoints.filter(isWritable);
  const kept = { endpoints: changed.filter(({ type }) => !type.fixed), publicUrl };
  const mayReadAny = requireAnyScope(kept.endpoints);
  const bulkBody = [
    nameLimit,
    checkMediaType,
    holdBody(limits.bulkBytes),
    parseBody(runtime, limits.bulkBytes, limits.jsonNodes),
  ];
  table.on('POST', '/Bulk', ...admit, ...bulkBody, bulk({ endpoints: changed, publicUrl, runtime, logBook }));
  table.on('POST', '/.search', ...admit, mayReadAny, ...readBody(runtime), searchAll(kept));
  table.on('GET', '/', ...admit, mayReadAny, queryAll(kept));
  refuse('/', 'GET, HEAD');
  for (const path of ['/Bulk', '/.search']) refuse(path, 'POST');
  table.on('ALL', '/Me', ...whoAsks(site), readMe(site, parts.users), ...admit, refuseMe);

  const discovery = { registry, publicUrl, store };
  for (const [path, step] of [
    ['/ServiceProviderConfig', readServiceProviderConfig(discovery)],
    ['/ResourceTypes', readResourceTypes(discovery)],
    ['/ResourceTypes/:id', readResourceTypes(discovery)],
    ['/Schemas', readSchemas(discovery)],
    ['/Schemas/:id', readSchemas(discovery)],
  ] as const) {
    table.on('GET', path, ...admit, step);
    refuse(path, 'GET, HEAD');
  }

  table.otherwise(...admit, refusePath);
  return table.routes();
}

/** The methods that change the resources of a type: all of them, and one. */
function methodsOn(endpoint: Endpoint | WritableEndpoint): readonly [all: string, one: string] {
  if (!isWritable(endpoint)) return ['', ''];
  return [', POST', endpoint.type.fixed ? ', DELETE' : ', PUT, PATCH, DELETE'];
}

function refuseMethod(allowed: string): Middleware {
  return function refuseOtherMethod() {
    throw new MethodNotAllowed(`This endpoint takes ${allowed}.`, { allow: allowed });
  };
}

function refusePath(ctx: Context): never {
  throw new NotFound(
    `There is no endpoint ${ctx.path}. /ResourceTypes under the base URL lists the endpoints.`,
  );
}
