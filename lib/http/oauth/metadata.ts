import type Router from '@koa/router';
import { assertionAlgorithms, scimWords, scopes } from '../../integrations/index.ts';
import type { Context, Middleware, Next, State } from '../types.ts';

const OAUTH = '/api/oauth/groups';
const SCIM = '/api/scim/v2/groups';

/**
 * The metadata of a group's token endpoint (RFC 8414) and of its SCIM endpoint (RFC 9728). The well-known part follows
 * the host. A group that does not exist answers like one that does.
 */
export function addMetadata(router: Router<State>, publicUrl: string): void {
  const { server, resource } = metadataPaths(publicUrl);
  router.get(`${server}/:group`, describe(serverOf(publicUrl)));
  router.get(`${resource}/:group`, describe(resourceOf(publicUrl)));
}

/** The paths of the metadata of all groups, which are not below the path of the public URL. */
export function metadataPaths(publicUrl: string) {
  const base = new URL(publicUrl).pathname.replace(/\/+$/, '');
  return {
    server: `/.well-known/oauth-authorization-server${base}${OAUTH}`,
    resource: `/.well-known/oauth-protected-resource${base}${SCIM}`,
  };
}

/** A 401 names the metadata of the SCIM endpoint (RFC 9728 section 5.1). */
export function nameMetadata(publicUrl: string): Middleware {
  const base = new URL(publicUrl).origin + metadataPaths(publicUrl).resource;
  return async function addResourceMetadata(ctx: Context, next: Next) {
    await next();
    if (ctx.status !== 401) return;
    const group = encodeURIComponent(String(ctx.params?.group ?? ''));
    ctx.set('www-authenticate', `Bearer realm="SCIM", resource_metadata="${base}/${group}"`);
  };
}

/** The issuer of a group's access tokens, by the path segment in a request. */
export function issuerOf(publicUrl: string, segment: string): string {
  return `${publicUrl}${OAUTH}/${segment}`;
}

function serverOf(publicUrl: string) {
  return (group: string) => ({
    issuer: issuerOf(publicUrl, group),
    token_endpoint: `${issuerOf(publicUrl, group)}/token`,
    global_token_revocation_endpoint: `${issuerOf(publicUrl, group)}/revocation`,
    global_token_revocation_endpoint_auth_methods_supported: ['global-token-revocation+jwt'],
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    scopes_supported: [...scimWords, ...scopes],
  });
}

function resourceOf(publicUrl: string) {
  return (group: string) => ({
    resource: `${publicUrl}${SCIM}/${group}`,
    authorization_servers: [issuerOf(publicUrl, group)],
    scopes_supported: [...scimWords, ...scopes],
    bearer_methods_supported: ['header'],
  });
}

/** Answers with the metadata of the group as the request spells it, so that the issuer is the one asked for. */
function describe(metadataOf: (group: string) => object): Middleware {
  return async function answerMetadata(ctx: Context) {
    ctx.set({ 'x-content-type-options': 'nosniff', 'cache-control': 'public, max-age=3600' });
    ctx.body = metadataOf(ctx.path.split('/').at(-1) ?? '');
  };
}
