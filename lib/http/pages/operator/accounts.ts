import { RuleError } from '../../../kernel/index.ts';
import { accountList, accountPassword, accountSessionsEnd, accountShow } from '../../../operations/index.ts';
import {
  confirmPage,
  newPasswordPage,
  operatorAccountPage,
  operatorAccountsPage,
  operatorSide,
} from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { queried } from '../group/queried.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { operatorOf } from './door.ts';

const AT = '/operator/accounts';
const PAGE = 50;

/** The accounts, or the way to the one that is searched for. */
export function showOperatorAccounts(site: Site): Middleware {
  return async function accountsOfPlatform(ctx: Context) {
    const [wanted, after] = [queried(ctx, 'find').trim(), queried(ctx, 'after')];
    const found = wanted === '' ? undefined : await accountCalled(site, ctx, wanted);
    if (found !== undefined) return redirect(site, ctx, `${AT}/${found}`);
    const wish = { limit: PAGE, ...(after === '' ? {} : { after }) };
    const { accounts, next } = await accountList.perform(site, operatorOf(ctx), wish);
    const missed = wanted === '' ? undefined : wanted;
    return sendPage(site, ctx, operatorAccountsPage({ accounts, missed, isLater: after !== '', next }));
  };
}

export function showOperatorAccount(site: Site): Middleware {
  return async function accountOfPlatform(ctx: Context) {
    await sendPage(site, ctx, operatorAccountPage(await accountHere(site, ctx)));
  };
}

export function showEndSessions(site: Site): Middleware {
  return async function endSessionsForm(ctx: Context) {
    const { name } = await accountHere(site, ctx);
    const page = confirmPage({
      ...aroundHere(ctx, name),
      title: `End all sessions of ${name}?`,
      effect: `${name} is signed out in every browser.`,
      more: 'Memberships and access tokens stay.',
      button: `End all sessions of ${name}`,
    });
    await sendPage(site, ctx, page);
  };
}

export function endSessions(site: Site): Middleware {
  return async function endAll(ctx: Context) {
    const { username } = await accountSessionsEnd.perform(site, operatorOf(ctx), { account: idHere(ctx) });
    await say(site, ctx, { kind: 'done', text: `${username} is signed out everywhere.` });
    redirect(site, ctx, `${AT}/${idHere(ctx)}`);
  };
}

export function showSetPassword(site: Site): Middleware {
  return async function setPasswordForm(ctx: Context) {
    const { name } = await accountHere(site, ctx);
    const page = confirmPage({
      ...aroundHere(ctx, name),
      title: `Set a new password for ${name}?`,
      effect: `The current password of ${name} stops working, and all sessions end.`,
      more: 'The next page shows the new password once.',
      button: `Set a new password for ${name}`,
    });
    await sendPage(site, ctx, page);
  };
}

/** Answers with the new password itself: no later page can show it. */
export function setPassword(site: Site): Middleware {
  return async function setNewPassword(ctx: Context) {
    const made = await accountPassword.perform(site, operatorOf(ctx), { account: idHere(ctx) });
    await sendPage(site, ctx, newPasswordPage({ ...made, back: `${AT}/${idHere(ctx)}` }));
  };
}

function idHere(ctx: Context): string {
  return ctx.params.account ?? '';
}

function accountHere(site: Site, ctx: Context) {
  return accountShow.perform(site, operatorOf(ctx), { account: idHere(ctx) });
}

async function accountCalled(site: Site, ctx: Context, name: string): Promise<string | undefined> {
  try {
    return (await accountShow.perform(site, operatorOf(ctx), { account: name })).id;
  } catch (error) {
    if (error instanceof RuleError && error.code === 'not_found') return undefined;
    throw error;
  }
}

function aroundHere(ctx: Context, name: string) {
  const back = `${AT}/${idHere(ctx)}`;
  return {
    side: operatorSide(AT),
    crumbs: [
      { to: AT, text: 'Accounts' },
      { to: back, text: name },
    ],
    action: ctx.path,
    back,
  };
}
