import { profileLinkAccept } from '../../../operations/index.ts';
import { isAsked, type LinkInvitation, linkInvitationOf } from '../../../provisioning/index.ts';
import {
  confirmLinkPage,
  linkBySignOnPage,
  linkOfOtherPage,
  signInToLinkPage,
} from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { asPerson } from '../as_person.ts';
import { field } from '../form.ts';
import { attempt } from '../group/attempt.ts';
import { hasOwnPassword, hasPassword } from '../own_password.ts';
import { PageError } from '../page_error.ts';
import { redirect } from '../redirect.ts';
import { type Sent, sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';

/** Shows a link invitation to the visitor who opens it. Reading it changes nothing. */
export function showLinkInvitation(site: Site): Middleware {
  return async function linkInvitation(ctx: Context) {
    await sendPage(site, ctx, await pageFor(site, ctx, String(ctx.query.token ?? '')));
  };
}

/** The signed-in person says that the user is them, and proves it by their password. */
export function acceptLinkInvitation(site: Site): Middleware {
  return async function confirmLink(ctx: Context) {
    const token = field(ctx, 'token');
    await invitedBy(site, token);
    if (!(await hasOwnPassword(site, ctx))) {
      const page = await pageFor(site, ctx, token, { wrongPassword: 'This is not your password.' });
      await sendPage(site, ctx, { ...page, status: 422 });
      return;
    }
    const tried = await attempt(() => asPerson(site, ctx, profileLinkAccept, { token }));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...(await pageFor(site, ctx, token, tried)), status: 422 });
      return;
    }
    const { name, linked } = tried.done;
    const text = linked
      ? `Your account is linked to ${name}.`
      : `You have confirmed it. ${name} gives you access when its identity provider sends you again.`;
    await say(site, ctx, { kind: 'done', text });
    redirect(site, ctx, '/groups');
  };
}

async function pageFor(
  site: Site,
  ctx: Context,
  token: string,
  tried: { readonly problem?: string; readonly wrongPassword?: string } = {},
): Promise<Sent> {
  const { entry, group, bySignOn } = await invitedBy(site, token);
  const asked = { token, group: group.name, path: group.slug, userName: entry.userName, email: entry.email };
  const account = ctx.state.signedIn?.account;
  if (!account) return signInToLinkPage(asked);
  const own = { ...asked, username: account.username, ...tried };
  if (!(await isAsked(site.services.store, entry, account))) return linkOfOtherPage(own);
  return bySignOn ? linkBySignOnPage(own) : confirmLinkPage({ ...own, hasPassword: hasPassword(ctx) });
}

/** Throws a page for a link that does not work. */
async function invitedBy({ services: { store } }: Site, token: string): Promise<LinkInvitation> {
  const found = await linkInvitationOf(store, token);
  if (!found)
    throw new PageError(404, 'invitation_over', 'This link does not work', [
      'It was used, a newer one was sent, the question is settled, or it is older than a week.',
      'Ask an owner of the group for a new one.',
    ]);
  return found;
}
