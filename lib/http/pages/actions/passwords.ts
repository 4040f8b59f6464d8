import { limits } from '../../../../config/limits.ts';
import {
  accountCalled,
  askedMails,
  askForPasswordLink,
  changePassword,
  checkPassword,
  nameKey,
  passwordLinkHolder,
  passwordProblem,
  setPasswordByLink,
  spend,
} from '../../../accounts/index.ts';
import { changePasswordPage, forgotPasswordPage, resetPasswordPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { PageError } from '../page_error.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { beginSession, endSession, say, signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { tooMany } from '../too_many.ts';

const rules = { minLength: limits.passwordMinChars, maxLength: limits.passwordChars };

export function showChangePassword(site: Site): Middleware {
  return async function changeForm(ctx: Context) {
    await sendPage(site, ctx, changePasswordPage({ rules }));
  };
}

export function changeOwnPassword(site: Site): Middleware {
  const { services } = site;
  return async function change(ctx: Context) {
    const { account, session } = signedIn(ctx);
    const sent = { name: account.username, password: field(ctx, 'password'), ip: ctx.ip };
    const checked = await checkPassword(services.store, sent);
    if (checked.kind === 'too_many') throw tooMany(checked.waitMs);
    const password = field(ctx, 'new_password');
    const wrong = checked.kind === 'wrong' ? 'This is not your password.' : undefined;
    const problem = passwordProblem(account, password);
    const isDone =
      checked.kind === 'right' &&
      problem === undefined &&
      (await changePassword(services.store, {
        account: checked.account,
        sessionId: session.id,
        password,
      }));
    if (!isDone) {
      await sendPage(site, ctx, { ...changePasswordPage({ rules, wrong, problem }), status: 422 });
      return;
    }
    const text = 'Your password is changed. Your other browsers are signed out.';
    await beginSession(site, ctx, account, session.madeBy, {
      until: session.endsAt,
      recovered: session.recovered,
      flash: { kind: 'done', text },
    });
    redirect(site, ctx, '/profile');
  };
}

/** For a signed-in person without a password. */
export function mailOwnPasswordLink(site: Site): Middleware {
  return async function mailLink(ctx: Context) {
    await mailPasswordLink(site, ctx, signedIn(ctx).account.username);
    await say(site, ctx, {
      kind: 'done',
      text: 'If your primary address is confirmed, a link is on its way. It works for an hour.',
    });
    redirect(site, ctx, '/profile');
  };
}

export function showForgotPassword(site: Site): Middleware {
  return async function forgotForm(ctx: Context) {
    await sendPage(site, ctx, forgotPasswordPage());
  };
}

/** Gives the same answer whether or not the account exists. */
export function forgotPassword(site: Site): Middleware {
  return async function askForLink(ctx: Context) {
    await mailPasswordLink(site, ctx, field(ctx, 'name'));
    redirect(site, ctx, '/password/forgot/sent');
  };
}

export function showResetPassword(site: Site): Middleware {
  return async function resetForm(ctx: Context) {
    const token = String(ctx.query.token ?? '');
    const account = await passwordLinkHolder(site.services.store, token);
    if (!account) throw linkUsed();
    await sendPage(site, ctx, resetPasswordPage({ rules, token, username: account.username }));
  };
}

export function resetPassword(site: Site): Middleware {
  const { services } = site;
  return async function setByLink(ctx: Context) {
    const token = field(ctx, 'token');
    const password = field(ctx, 'new_password');
    const account = await passwordLinkHolder(services.store, token);
    if (!account) throw linkUsed();
    const problem = passwordProblem(account, password);
    if (problem !== undefined) {
      const page = resetPasswordPage({ rules, token, username: account.username, problem });
      await sendPage(site, ctx, { ...page, status: 422 });
      return;
    }
    if (!(await setPasswordByLink(services.store, token, password))) throw linkUsed();
    await endSession(site, ctx);
    redirect(site, ctx, '/password/changed');
  };
}

async function mailPasswordLink(site: Site, ctx: Context, name: string): Promise<void> {
  const { store } = site.services;
  const account = await accountCalled(store, name);
  const waitMs = await spend(store, askedMails(account?.id ?? nameKey(name), ctx.ip));
  if (waitMs !== undefined) throw tooMany(waitMs);
  await askForPasswordLink(store, site.linkKey, name);
}

function linkUsed(): PageError {
  return new PageError(404, 'link_not_valid', 'This link does not work', [
    'It was used already, or it is older than an hour, or a newer one was asked for.',
    'Ask for a new one where you sign in: “Forgot your password?”.',
    'If it came with the welcome mail and is older than a week, ask an owner of your group for a password.',
  ]);
}
