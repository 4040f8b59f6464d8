import { limits } from '../../../../config/limits.ts';
import { checkPassword, firstRunTries, spend } from '../../../accounts/index.ts';
import { guideOf, providerChoices } from '../../../guides/index.ts';
import { firstRunFinish, isFirstRun } from '../../../operations/index.ts';
import { firstRunPage, type TypedFirstRun } from '../../../views/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { field } from '../form.ts';
import { attempt } from '../group/attempt.ts';
import { groupUrl } from '../group/side.ts';
import { pageNotFound } from '../page_error.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { beginSession, say } from '../session.ts';
import type { Site } from '../site.ts';
import { tooMany } from '../too_many.ts';

export const FIRST_RUN = '/first-run';

/** Leads every page to the first-run page while there is no account, and hides that page afterwards. */
export function firstRunFirst(site: Site): Middleware {
  const { store } = site.services;
  let isOver = false;
  return async function setUpFirst(ctx: Context, next: Next) {
    if (!isOver) isOver = !(await isFirstRun(store));
    if (isOver === (ctx.path !== FIRST_RUN)) await next();
    else if (isOver) throw pageNotFound();
    else redirect(site, ctx, FIRST_RUN);
  };
}

export function showFirstRun(site: Site): Middleware {
  return async function firstRunForm(ctx: Context) {
    await sendPage(site, ctx, pageOf());
  };
}

/** The code proves that the visitor operates the machine, so the operation, which checks it, is performed as the operator's. */
export function finishFirstRun(site: Site): Middleware {
  const { store } = site.services;
  return async function createFirst(ctx: Context) {
    const waitMs = await spend(store, firstRunTries(ctx.ip));
    if (waitMs !== undefined) throw tooMany(waitMs);
    const typed = {
      preset: field(ctx, 'preset'),
      group: field(ctx, 'group').trim(),
      name: field(ctx, 'name').trim(),
      email: field(ctx, 'email').trim(),
    };
    const password = field(ctx, 'password');
    const integration = guideOf(typed.preset).name;
    const wish = { ...typed, integration, password, code: field(ctx, 'code') };
    const caller = { actor: { kind: 'operator', ip: ctx.ip }, sessions: [] } as const;
    const tried = await attempt(() => firstRunFinish.perform(site, caller, wish, labelOf));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...pageOf(typed, tried.problem), status: 422 });
      return;
    }
    const { username, group, integrationId } = tried.done;
    const checked = await checkPassword(store, { name: username, password, ip: ctx.ip });
    if (checked.kind !== 'right') return redirect(site, ctx, '/sign-in');
    await beginSession(site, ctx, checked.account, { kind: 'password' });
    await say(site, ctx, {
      kind: 'done',
      text: `Your account and the group ${group} are ready. Generate a credential next.`,
    });
    redirect(site, ctx, `${groupUrl(group, 'provisioning')}/${integrationId}`);
  };
}

const labels: Readonly<Record<string, string>> = {
  preset: 'Identity provider',
  group: 'Path of the group',
  name: 'Your name',
  email: 'Your e-mail',
  password: 'Your password',
  code: 'One-time code',
};
const labelOf = (argument: string) => labels[argument] ?? argument;

function pageOf(typed?: TypedFirstRun, problem?: string) {
  return firstRunPage({
    providers: providerChoices,
    ...(typed === undefined ? {} : { typed }),
    ...(problem === undefined ? {} : { problem }),
    minPassword: limits.passwordMinChars,
    maxName: limits.nameChars,
    maxPath: limits.slugChars,
  });
}
