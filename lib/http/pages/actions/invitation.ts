import { limits } from '../../../../config/limits.ts';
import { type Account, emailHolder, hashPassword, passwordProblem } from '../../../accounts/index.ts';
import { groupWithId, type Invitation, invitationOf } from '../../../groups/index.ts';
import { givenName } from '../../../kernel/index.ts';
import { profileInvitationAccept } from '../../../operations/index.ts';
import { isInvited, joinInvited } from '../../../provisioning/index.ts';
import {
  acceptInvitationPage,
  invitationOfOtherPage,
  joinPage,
  signInToAcceptPage,
} from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { asPerson } from '../as_person.ts';
import { field } from '../form.ts';
import { attempt } from '../group/attempt.ts';
import { groupUrl } from '../group/side.ts';
import { PageError } from '../page_error.ts';
import { redirect } from '../redirect.ts';
import { type Sent, sendPage } from '../send_page.ts';
import { beginSession, say, signedIn } from '../session.ts';
import type { Site } from '../site.ts';

/** The rule's own sentence tells an owner what to do, and this person is none. */
const NO_SEAT = 'This group has no free seat. Ask one of its owners, and try again when a seat is free.';

const rules = { minLength: limits.passwordMinChars, maxLength: limits.passwordChars };

/** Shows an invitation to the visitor who opens its link. Reading it changes nothing. */
export function showInvitation(site: Site): Middleware {
  return async function invitation(ctx: Context) {
    const invited = await invitedBy(site, String(ctx.query.token ?? ''));
    await sendPage(site, ctx, await pageFor(site, invited, ctx.state.signedIn?.account));
  };
}

export function acceptInvitation(site: Site): Middleware {
  return async function accept(ctx: Context) {
    await acceptFor(site, ctx, field(ctx, 'token'));
  };
}

/** Creates the account of an invited person who has none, signs it in, and accepts. */
export function joinByInvitation(site: Site): Middleware {
  return async function join(ctx: Context) {
    const token = field(ctx, 'token');
    const invited = await invitedBy(site, token);
    const [name, password] = [field(ctx, 'name').trim(), field(ctx, 'new_password')];
    const named = await attempt(async () => givenName(name));
    const nameProblem = 'problem' in named ? named.problem : undefined;
    const problem = passwordProblem({ username: '', name, email: invited.email }, password);
    if (nameProblem !== undefined || problem !== undefined) {
      await sendPage(site, ctx, {
        ...joinPage({ ...invited, rules, name, nameProblem, problem }),
        status: 422,
      });
      return;
    }
    const passwordHash = await hashPassword(password);
    const account = await joinInvited(site.services.store, token, { name, passwordHash });
    await beginSession(site, ctx, account, { kind: 'password' });
    await acceptFor(site, ctx, token);
  };
}

async function acceptFor(site: Site, ctx: Context, token: string): Promise<void> {
  const tried = await attempt(() => asPerson(site, ctx, profileInvitationAccept, { token }));
  if ('problem' in tried) {
    const { username } = signedIn(ctx).account;
    const invited = await invitedBy(site, token);
    const problem = tried.code === 'no_free_seat' ? NO_SEAT : tried.problem;
    const page = acceptInvitationPage({ ...invited, username, problem });
    await sendPage(site, ctx, { ...page, status: 422 });
    return;
  }
  const { group, name, role } = tried.done;
  await say(site, ctx, { kind: 'done', text: `You are ${role} of ${name}.` });
  redirect(site, ctx, groupUrl(group));
}

async function pageFor(site: Site, invited: Invited, account: Account | undefined): Promise<Sent> {
  const { store } = site.services;
  if (!account) {
    const isKnown = await emailHolder(store, invited.invitation.emailKey);
    return isKnown ? signInToAcceptPage(invited) : joinPage({ ...invited, rules });
  }
  const { username } = account;
  return (await isInvited(store, invited.invitation, account))
    ? acceptInvitationPage({ ...invited, username })
    : invitationOfOtherPage({ ...invited, username });
}

interface Invited {
  readonly invitation: Invitation;
  readonly token: string;
  readonly group: string;
  readonly role: string;
  readonly email: string;
}

/** Throws a page for a link that does not work. */
async function invitedBy({ services: { store } }: Site, token: string): Promise<Invited> {
  const invitation = await invitationOf(store, token);
  const group = invitation && (await groupWithId(store, invitation.rootId, invitation.groupId));
  if (!invitation || !group)
    throw new PageError(404, 'invitation_over', 'This invitation does not work', [
      'It was accepted or withdrawn, a newer one was sent, or it is older than a week.',
      'Ask the person who invited you for a new one.',
    ]);
  const { role, email } = invitation;
  return { invitation, token, group: group.name, role, email };
}
