import { samlProviders } from '../../../groups/saml_provider.ts';
import { groupAt } from '../../../groups/tree.ts';
import { groups } from '../../../groups/types.ts';
import { RuleError } from '../../../kernel/errors.ts';
import { spUrls } from '../../../saml/connection.ts';
import type { SamlParts } from '../../../sign_on/parts.ts';
import type { Context, Middleware, Next, SamlSide } from '../../types.ts';
import { PageError } from '../page_error.ts';
import type { Site } from '../site.ts';

/** Finds the group of the path and its SAML provider. A group without one is answered as one that is not there. */
export function findSide(site: Site): Middleware {
  return async function findProvider(ctx: Context, next: Next) {
    const side = await sideOf(site, ctx.params.group ?? '');
    if (!side) throw noSuchGroup();
    ctx.state.saml = side;
    await next();
  };
}

/** The side of this request; only behind `findSide`. */
export function sideHere(ctx: Context): SamlSide {
  if (!ctx.state.saml) throw new Error('this route is not behind findSide');
  return ctx.state.saml;
}

/** The SAML side of the top-level group at a path, the present one or a former one. */
export async function sideOf(site: Site, path: string): Promise<SamlSide | undefined> {
  try {
    const group = await groupAt(site.services.store, path);
    return group.parentId === undefined ? await sideOfRoot(site, group.id) : undefined;
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}

export async function sideOfRoot(
  { services: { store }, samlUrl }: Site,
  rootId: string,
): Promise<SamlSide | undefined> {
  const [group, provider] = await Promise.all([
    store.get(groups, rootId, rootId),
    store.find(samlProviders, rootId, 'root', rootId),
  ]);
  return group && provider && { group, provider, urls: spUrls(samlUrl, provider, group.slug) };
}

/** The path of a group's SAML page, under the name that the group has now. */
export function samlPath({ group }: Pick<SamlSide, 'group'>, page: string): string {
  return `/groups/${encodeURIComponent(group.slug)}/-/saml/${page}`;
}

export function samlParts({ services: { store, secrets }, runtime }: Site): SamlParts {
  return { store, runtime, samlKey: secrets.samlKey };
}

function noSuchGroup(): PageError {
  return new PageError(404, 'saml.unknown_group', 'There is no such sign-in', [
    'No group with this path signs its members in. The link may be old, or the path was typed wrong.',
    'Ask your organisation for the address at which you sign in.',
  ]);
}
