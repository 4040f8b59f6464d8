import { limits } from '../../../../config/limits.ts';
import { type OwnGroup, ownGroups } from '../../../access/index.ts';
import { integrationList } from '../../../operations/index.ts';
import { groupsPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { callerOf } from '../group/caller.ts';
import { sendPage } from '../send_page.ts';
import { signedIn } from '../session.ts';
import type { Site } from '../site.ts';

/** The groups of the signed-in person. */
export function showGroups(site: Site): Middleware {
  const { services } = site;
  return async function listGroups(ctx: Context) {
    const { account, session } = signedIn(ctx);
    const groups = await ownGroups(services.store, { account, sessions: [session] });
    const page = groupsPage({
      isCut: groups.length >= limits.shownGroups,
      groups: await Promise.all(
        groups.map(async ({ path, name, access }, at) => ({
          path,
          name,
          role: access.role,
          isClosed: access.kind === 'saml_required',
          integrations:
            at < limits.switcherGroups ? await integrationsOf(site, ctx, path, access) : undefined,
        })),
      ),
    });
    await sendPage(site, ctx, page);
  };
}

/** The integrations of one of the person's top-level groups. */
async function integrationsOf(site: Site, ctx: Context, path: string, access: OwnGroup['access']) {
  if (path.includes('/') || access.kind !== 'granted' || access.role !== 'owner') return undefined;
  return (await integrationList.perform(site, callerOf(ctx), { group: path })).integrations;
}
