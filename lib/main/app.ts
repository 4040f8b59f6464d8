import Koa from 'koa';
import type { Logger } from 'pino';
import {
  accessLog,
  apiMe,
  apiRoutes,
  type Endpoint,
  healthRoutes,
  holdAnswer,
  limitAnswers,
  limitFailures,
  limitIntegration,
  logRequest,
  makePools,
  oauthRoutes,
  ownGroup,
  type Pools,
  type Rate,
  refuseUnknownScimPath,
  requestId,
  requireScope,
  type State,
  scimMe,
  scimRoutes,
  settleAddress,
  shareMemory,
  siteOf,
  tidySlashes,
  tokenGate,
  type WritableEndpoint,
  webRoutes,
} from '../http/index.ts';
import type { Scope } from '../integrations/index.ts';
import type { Services } from '../operations/index.ts';
import type { ResourceType } from '../scim/index.ts';

export interface AppSettings {
  readonly publicUrl: string;
  /** The base of the SAML URLs. */
  readonly samlUrl: string;
  /** How many proxies in front of the service are trusted to forward the client's address. */
  readonly trustedProxies: number;
  readonly rate: Rate;
  readonly failureRate: Rate;
}

type Served = Omit<Endpoint, 'type' | 'service' | 'scopeOf' | 'scopes'>;

/** The whole service as a Koa app. */
export function createApp(
  services: Services,
  settings: AppSettings,
  logger: Logger,
  isStopping: () => boolean = () => false,
  pools: Pools = makePools(),
): Koa<State> {
  const { store, runtime, registry, secrets, tokenUses } = services;
  const app = new Koa<State>({ proxy: settings.trustedProxies > 0, maxIpsCount: settings.trustedProxies });
  const { authenticate, guess } = tokenGate({
    store,
    pepper: secrets.tokenPepper,
    noteUse: (caller) => tokenUses.note(caller),
  });
  const guards = [authenticate, limitIntegration(settings.rate), holdAnswer];
  const admit = (scope: Scope) => [...guards, requireScope(scope)];
  const served = { admit, guess, publicUrl: settings.publicUrl, runtime, cursorKey: secrets.cursorKey };
  const failures = limitFailures(store, settings.failureRate);
  const site = siteOf(services, settings);
  const endpoints = registry.types.map((type) => endpointOf(services, type, served));
  const users = endpointOf(services, registry.userType, served);
  const health = healthRoutes(store, isStopping);
  const scim = scimRoutes({
    registry,
    publicUrl: settings.publicUrl,
    runtime,
    logBook: services.logBook,
    logRequest: logRequest(services),
    limitFailures: failures,
    guards,
    endpoints,
    me: scimMe({ site, users, guards }),
  });
  const api = apiRoutes({
    store,
    registry,
    limitFailures: failures,
    guards,
    admit,
    me: apiMe(site),
    ownGroup: ownGroup(site),
  });

  const oauth = oauthRoutes({
    store,
    pepper: secrets.tokenPepper,
    tokenUses,
    logBook: services.logBook,
    failureRate: settings.failureRate,
    publicUrl: settings.publicUrl,
  });

  app.on('error', (error: unknown) => logger.warn({ err: error }, 'response aborted'));
  app.use(limitAnswers());
  app.use(requestId(runtime, logger));
  app.use(settleAddress);
  app.use(accessLog(runtime));
  app.use(health.routes());
  app.use(tidySlashes);
  app.use(shareMemory(pools));
  app.use(scim.routes());
  app.use(oauth.routes());
  app.use(api.routes());
  app.use(refuseUnknownScimPath);
  app.use(webRoutes(services, settings).routes());
  return app;
}

/** A type with its service. A read-only type is the same for all integrations of a group. */
function endpointOf(services: Services, type: ResourceType, served: Served): Endpoint | WritableEndpoint {
  const catalog = services.catalogOf(type);
  if (catalog)
    return {
      ...served,
      type,
      service: catalog,
      scopeOf: ({ rootId }) => rootId,
      scopes: { read: 'groups:read' },
    };
  return {
    ...served,
    type,
    service: services.resourcesOf(type),
    scopeOf: ({ id }) => id,
    scopes: scopesOf(type),
  };
}

function scopesOf(type: ResourceType): WritableEndpoint['scopes'] {
  if (type.name === 'User') return { read: 'users:read', write: 'users:write' };
  if (type.name === 'Group') return { read: 'groups:read', write: 'groups:write' };
  return { read: 'resources:read', write: 'resources:write' };
}
