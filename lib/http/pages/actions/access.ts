import { profileLeave, profileWhy } from '../../../operations/index.ts';
import { accessPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { asPerson } from '../as_person.ts';
import { field } from '../form.ts';
import { attempt } from '../group/attempt.ts';
import { queried } from '../group/queried.ts';
import { groupUrl } from '../group/side.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';

/** Why the person has access to a group, or none. */
export function showAccess(site: Site): Middleware {
  return async function ownAccess(ctx: Context) {
    const group = queried(ctx, 'group');
    if (group !== '') return sendPage(site, ctx, await pageOf(site, ctx, group));
    await say(site, ctx, {
      kind: 'problem',
      text: 'Choose a group first: “Why?” beside it explains your access.',
    });
    return redirect(site, ctx, '/groups');
  };
}

export function leaveGroup(site: Site): Middleware {
  return async function leave(ctx: Context) {
    const group = field(ctx, 'group');
    const tried = await attempt(() => asPerson(site, ctx, profileLeave, { group }));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...(await pageOf(site, ctx, group, tried.problem)), status: 422 });
      return;
    }
    await say(site, ctx, { kind: 'done', text: `You have left ${tried.done.name}.` });
    redirect(site, ctx, '/profile');
  };
}

async function pageOf(site: Site, ctx: Context, group: string, problem?: string) {
  const explained = await asPerson(site, ctx, profileWhy, { group });
  return accessPage({ ...explained, to: groupUrl(explained.group), problem });
}
