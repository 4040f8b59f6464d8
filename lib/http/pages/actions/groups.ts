import { limits } from '../../../../config/limits.ts';
import { ownGroups } from '../../../access/own_groups.ts';
import { groupsPage } from '../../../views/member/groups_page.tsx';
import type { Context, Middleware } from '../../types.ts';
import { sendPage } from '../send_page.ts';
import { signedIn } from '../session.ts';
import type { Site } from '../site.ts';

/** The groups of the person who is signed in. */
export function showGroups(site: Site): Middleware {
  const { services, runtime } = site;
  return async function listGroups(ctx: Context) {
    const { account, session } = signedIn(ctx);
    const groups = await ownGroups(services.store, runtime, { account, sessions: [session] });
    const page = groupsPage({
      isCut: groups.length >= limits.shownGroups,
      groups: groups.map(({ path, name, access }) => ({
        path,
        name,
        role: access.role,
        isClosed: access.kind === 'saml_required',
      })),
    });
    await sendPage(site, ctx, page);
  };
}
