import { limits } from '../../../../config/limits.ts';
import { RuleError } from '../../../kernel/index.ts';
import {
  serviceAccountCreate,
  serviceAccountList,
  serviceAccountRemove,
  serviceAccountTokenCreate,
  serviceAccountTokenRevoke,
} from '../../../operations/index.ts';
import {
  confirmPage,
  newServiceTokenPage,
  serviceAccountsPage,
  serviceTokenPage,
} from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field, numberField } from '../form.ts';
import { hasPassword } from '../own_password.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { missingSignOn, type Unconfirmed, unconfirmed } from './confirmed.ts';
import { placeHere } from './place.ts';
import { groupUrl, sideOf } from './side.ts';

const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  days: 'Ends in',
  scope: 'May do in the API',
};
const labelOf = (argument: string) => labels[argument] ?? argument;

interface Refused extends Unconfirmed {
  readonly problem?: string;
}

export function showServiceAccounts(site: Site): Middleware {
  return async function listServiceAccounts(ctx: Context) {
    await sendPage(site, ctx, await listPage(site, ctx));
  };
}

/** A service account without a token opens nothing, so this asks for no password. */
export function createServiceAccount(site: Site): Middleware {
  return async function makeServiceAccount(ctx: Context) {
    const name = field(ctx, 'name').trim();
    const wish = { group: placeHere(ctx).path, name };
    const tried = await attempt(() => serviceAccountCreate.perform(site, callerOf(ctx), wish, labelOf));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...(await listPage(site, ctx, { ...tried, name })), status: 422 });
      return;
    }
    await say(site, ctx, { kind: 'done', text: `${tried.done.name} is created. Generate a token for it.` });
    redirect(site, ctx, listUrl(ctx));
  };
}

export function showNewServiceToken(site: Site): Middleware {
  return async function newServiceTokenForm(ctx: Context) {
    const typed = { name: '', days: '90', scope: 'members:read' };
    await sendPage(site, ctx, await tokenForm(site, ctx, typed, missingSignOn(site, ctx, ctx.path)));
  };
}

/** Answers with the new secret itself: no later page can show it. */
export function createServiceToken(site: Site): Middleware {
  return async function makeServiceToken(ctx: Context) {
    const typed = { name: field(ctx, 'name').trim(), days: field(ctx, 'days'), scope: field(ctx, 'scope') };
    const refuse = async (why: Refused) =>
      sendPage(site, ctx, { ...(await tokenForm(site, ctx, typed, why)), status: 422 });
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return refuse(open);
    const wish = { ...here(ctx), name: typed.name, days: numberField(ctx, 'days'), scope: [typed.scope] };
    const tried = await attempt(() => serviceAccountTokenCreate.perform(site, callerOf(ctx), wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    const { secret, token } = tried.done;
    return sendPage(site, ctx, serviceTokenPage({ ...around(ctx), secret, name: token.name }));
  };
}

export function revokeServiceToken(site: Site): Middleware {
  return async function endServiceToken(ctx: Context) {
    const wish = { ...here(ctx), token: field(ctx, 'token') };
    const { name } = await serviceAccountTokenRevoke.perform(site, callerOf(ctx), wish);
    await say(site, ctx, {
      kind: 'done',
      text: `The token “${name}” is revoked. It does not work any more.`,
    });
    redirect(site, ctx, listUrl(ctx));
  };
}

export function showRemoveServiceAccount(site: Site): Middleware {
  return async function removeServiceAccountForm(ctx: Context) {
    await sendPage(site, ctx, await removePage(site, ctx, missingSignOn(site, ctx, ctx.path)));
  };
}

export function removeServiceAccount(site: Site): Middleware {
  return async function endServiceAccount(ctx: Context) {
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) {
      await sendPage(site, ctx, { ...(await removePage(site, ctx, open)), status: 422 });
      return;
    }
    const { name } = await serviceAccountRemove.perform(site, callerOf(ctx), here(ctx));
    await say(site, ctx, { kind: 'done', text: `${name} is removed, and its tokens are revoked.` });
    redirect(site, ctx, listUrl(ctx));
  };
}

async function listPage(
  site: Site,
  ctx: Context,
  typed: { readonly name?: string; readonly problem?: string } = {},
) {
  const { path: group } = placeHere(ctx);
  const { serviceAccounts: accounts } = await serviceAccountList.perform(site, callerOf(ctx), { group });
  const { side, at } = around(ctx);
  return serviceAccountsPage({ side, at, accounts, maxName: limits.nameChars, ...typed });
}

async function tokenForm(
  site: Site,
  ctx: Context,
  typed: { readonly name: string; readonly days: string; readonly scope: string },
  { problem, ...why }: Refused = {},
) {
  return newServiceTokenPage({
    ...around(ctx),
    account: await accountHere(site, ctx),
    asked: { hasPassword: hasPassword(ctx), ...why },
    typed,
    maxName: limits.nameChars,
    problem,
  });
}

async function removePage(site: Site, ctx: Context, why: Unconfirmed = {}) {
  const { id, name } = await accountHere(site, ctx);
  const { at, ...shown } = around(ctx);
  return confirmPage({
    ...shown,
    title: `Remove ${name}?`,
    effect: 'All its tokens stop working at once.',
    more: 'The program that uses them is refused. The audit log keeps what it did.',
    action: `${at}/${encodeURIComponent(id)}/remove`,
    button: `Remove ${name}`,
    asked: { hasPassword: hasPassword(ctx), ...why },
    back: at,
  });
}

async function accountHere(site: Site, ctx: Context) {
  const { group, serviceAccount } = here(ctx);
  const { serviceAccounts } = await serviceAccountList.perform(site, callerOf(ctx), { group });
  const found = serviceAccounts.find(({ id }) => id === serviceAccount);
  if (!found) throw new RuleError('not_found', 'This group has no such service account.');
  return found;
}

function here(ctx: Context) {
  return { group: placeHere(ctx).path, serviceAccount: String(ctx.params.serviceAccount ?? '') };
}

function listUrl(ctx: Context): string {
  return groupUrl(placeHere(ctx).path, 'service-accounts');
}

function around(ctx: Context) {
  const at = listUrl(ctx);
  const crumbs = [{ to: at, text: 'Service accounts' }];
  return { side: sideOf(placeHere(ctx), 'service-accounts'), at, crumbs };
}
