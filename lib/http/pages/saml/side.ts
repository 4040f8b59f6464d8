import { type SamlParts, type SamlSide, sideAt } from '../../../sign_on/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { PageError } from '../page_error.ts';
import type { Site } from '../site.ts';

/** Finds the group of the path and its SAML provider. A group without one is answered like an unknown group. */
export function findSide(site: Site): Middleware {
  return async function findProvider(ctx: Context, next: Next) {
    const side = await sideOf(site, ctx.params.group ?? '');
    if (!side) throw noSuchGroup();
    ctx.state.saml = side;
    await next();
  };
}

/** The side of this request; only after `findSide`. */
export function sideHere(ctx: Context): SamlSide {
  if (!ctx.state.saml) throw new Error('this route is not behind findSide');
  return ctx.state.saml;
}

/** The SAML side of the top-level group at a present or former path. */
export function sideOf({ services, samlUrl }: Site, path: string): Promise<SamlSide | undefined> {
  return sideAt(services.store, samlUrl, path);
}

/** The path of a group's SAML page, under the group's present name. */
export function samlPath({ group }: Pick<SamlSide, 'group'>, page: string): string {
  return `/groups/${encodeURIComponent(group.slug)}/-/saml/${page}`;
}

export function samlParts({ services: { store, secrets } }: Site): SamlParts {
  return { store, samlKey: secrets.samlKey };
}

function noSuchGroup(): PageError {
  return new PageError(404, 'saml.unknown_group', 'Sign-in not found', [
    'No group with this path signs its members in. The link may be old, or the path was typed wrong.',
    'Ask your organisation for the address at which you sign in.',
  ]);
}
