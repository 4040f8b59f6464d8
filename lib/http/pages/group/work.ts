import { limits } from '../../../../config/limits.ts';
import { type WorkView, workShow } from '../../../operations/index.ts';
import { workPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { placeHere } from './place.ts';
import { groupUrl, sideOf, workUrl } from './side.ts';

/** How far long work is. The browser loads the page again, also without a script. */
export function showWork(site: Site): Middleware {
  return async function progressOfWork(ctx: Context) {
    const place = placeHere(ctx);
    const wish = { group: place.path, work: String(ctx.params.work ?? '') };
    const { work } = await workShow.perform(site, callerOf(ctx), wish);
    const { section, ...next } = nextOf(place.path, work);
    const page = workPage({ ...work, side: sideOf(place, section), result: resultOf(work), next });
    if (work.state !== 'done') ctx.set('refresh', String(limits.workRefresh));
    await sendPage(site, ctx, page);
  };
}

/** Redirects to the progress of unfinished work. */
export function redirectToWork(site: Site, ctx: Context, work: string): void {
  redirect(site, ctx, workUrl(placeHere(ctx).path, work));
}

/** `One person has`, `3 people have`. */
export function peopleHave(count: number): string {
  return count === 1 ? 'One person has' : `${count.toLocaleString('en')} people have`;
}

function resultOf({ kind, people = 0, members }: WorkView): string {
  if (kind === 'integration.removal')
    return `The integration is removed. ${peopleHave(people)} ${members === 'keep' ? 'kept' : 'lost'} the access.`;
  if (kind === 'integration.discard')
    return `${peopleHave(people)} access again. The integration is disabled.`;
  if (kind === 'integration.go_live')
    return `The integration is live. The plan was carried out for ${people === 1 ? 'one user' : `${people.toLocaleString('en')} users`}.`;
  if (kind === 'integration.follow_list')
    return `The list is followed. ${peopleHave(people)} lost the access.`;
  if (kind === 'integration.reconcile')
    return `All roles are recalculated. ${peopleHave(people)} other roles now.`;
  return 'All roles are recalculated.';
}

function nextOf(group: string, { kind, subject }: WorkView) {
  if (kind === 'recalculation' || kind === 'integration.reconcile') {
    const section = 'directory-groups';
    return { section, to: groupUrl(group, section), text: 'Go to the directory groups' };
  }
  if (kind === 'domain')
    return { section: 'domains', to: groupUrl(group, 'domains'), text: 'Go to the domains' };
  const section = 'provisioning';
  const to = groupUrl(group, section);
  return kind === 'integration.removal'
    ? { section, to, text: 'Go to provisioning' }
    : { section, to: `${to}/${encodeURIComponent(subject)}`, text: 'Go to the integration' };
}
