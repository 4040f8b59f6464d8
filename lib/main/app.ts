import Koa from 'koa';
import type { Logger } from 'pino';
import {
  accessLog,
  apiRoutes,
  type Endpoint,
  healthRoutes,
  limitAnswers,
  limitFailures,
  limitIntegration,
  logoutRoutes,
  type Measuring,
  makePools,
  measure,
  oauthRoutes,
  type Pools,
  type Rate,
  refuseUnknownApiPath,
  refuseUnknownScimPath,
  requestId,
  type State,
  scimRoutes,
  selfCheckRoutes,
  settleAddress,
  shareMemory,
  siteOf,
  streamRoutes,
  tidySlashes,
  tokenGate,
  traceRequests,
  type WritableEndpoint,
  webhookRoutes,
  webRoutes,
} from '../http/index.ts';
import type { Tracing } from '../observe/index.ts';
import type { Services } from '../operations/index.ts';
import type { ResourceType } from '../scim/index.ts';

interface AppSettings {
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
  measuring?: Measuring,
  tracing?: Tracing,
): Koa<State> {
  const { store, runtime, registry, secrets, tokenUses } = services;
  const app = new Koa<State>({ proxy: settings.trustedProxies > 0, maxIpsCount: settings.trustedProxies });
  const site = siteOf(services, settings);
  const served = { publicUrl: settings.publicUrl, runtime, cursorKey: secrets.cursorKey };
  const guarded = {
    services,
    site,
    gate: tokenGate({
      store,
      pepper: secrets.tokenPepper,
      noteUse: (caller, digest) => tokenUses.note(caller, digest),
    }),
    limitIntegration: limitIntegration(settings.rate),
    limitFailures: limitFailures(store, settings.failureRate),
  };
  const health = healthRoutes(store, isStopping);
  const scim = scimRoutes({
    ...guarded,
    endpoints: registry.types.map((type) => endpointOf(services, type, served)),
    users: endpointOf(services, registry.userType, served),
  });
  const api = apiRoutes({ ...guarded, rate: settings.rate });
  const oauth = oauthRoutes({
    store,
    pepper: secrets.tokenPepper,
    tokenUses,
    keysOf: services.keysOf,
    logBook: services.logBook,
    failureRate: settings.failureRate,
    publicUrl: settings.publicUrl,
  });
  const logout = logoutRoutes({
    store,
    pepper: secrets.tokenPepper,
    keysOf: services.keysOf,
    logBook: services.logBook,
    failureRate: settings.failureRate,
    publicUrl: settings.publicUrl,
  });

  const webhooks = webhookRoutes({ store, key: secrets.samlKey, failureRate: settings.failureRate });
  const streams = streamRoutes({
    ...{ store, polls: services.polls, key: secrets.samlKey, pepper: secrets.tokenPepper },
    ...{ publicUrl: settings.publicUrl, failureRate: settings.failureRate },
  });

  app.on('error', (error: unknown) => logger.warn({ err: error }, 'response aborted'));
  if (tracing) app.use(traceRequests(tracing));
  if (measuring) app.use(measure(measuring));
  app.use(limitAnswers());
  app.use(requestId(runtime, logger));
  app.use(settleAddress);
  app.use(accessLog(runtime));
  app.use(tidySlashes);
  app.use(shareMemory(pools));
  app.use(scim);
  app.use(health.routes());
  app.use(selfCheckRoutes({ pepper: secrets.tokenPepper, runtime }).routes());
  app.use(oauth.routes());
  app.use(logout.routes());
  app.use(webhooks.routes());
  app.use(streams.routes());
  app.use(api.routes());
  app.use(refuseUnknownScimPath);
  app.use(webRoutes(services, settings).routes());
  app.use(refuseUnknownApiPath);
  return app;
}

/** A type with its service. The catalogs are the same for all integrations of a group. */
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
  if (type.name === 'Group' || type.fixed) return { read: 'groups:read', write: 'groups:write' };
  return { read: 'resources:read', write: 'resources:write' };
}
