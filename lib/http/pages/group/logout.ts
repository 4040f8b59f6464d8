import { RuleError } from '../../../kernel/index.ts';
import {
  type LogoutView,
  logoutRemove,
  logoutSet,
  logoutShow,
  logoutToken,
} from '../../../operations/index.ts';
import {
  confirmPage,
  logoutIssuerPage,
  logoutPage,
  pushTokenPage,
  type TypedIssuer,
} from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
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
  issuer: 'Issuer',
  jwksUrl: 'JWKS URL',
  configurationUrl: 'SSF configuration URL',
  audience: 'Audience of the events',
};
const labelOf = (argument: string) => labels[argument] ?? argument;

export function showLogout(site: Site): Middleware {
  return async function logout(ctx: Context) {
    const { path } = placeHere(ctx);
    const issuer = await logoutIssuerHere(site, ctx);
    const crumbs = [{ to: groupUrl(path, 'single-sign-on'), text: 'Single sign-on' }];
    await sendPage(site, ctx, logoutPage({ ...around(ctx), crumbs, logAt: groupUrl(path, 'log'), issuer }));
  };
}

export function showLogoutIssuer(site: Site): Middleware {
  return async function issuerForm(ctx: Context) {
    const { issuer = '', jwksUrl = '', audience = '' } = (await logoutIssuerHere(site, ctx)) ?? {};
    const typed = { issuer, jwksUrl, audience, configurationUrl: '' };
    await sendPage(site, ctx, issuerPage(ctx, typed, missingSignOn(site, ctx, ctx.path)));
  };
}

/** Asks for the password: who names the issuer can end everybody's sessions. */
export function saveLogoutIssuer(site: Site): Middleware {
  return async function setIssuer(ctx: Context) {
    const typed: TypedIssuer = {
      issuer: field(ctx, 'issuer').trim(),
      jwksUrl: field(ctx, 'jwksUrl').trim(),
      audience: field(ctx, 'audience').trim(),
      configurationUrl: field(ctx, 'configurationUrl').trim(),
    };
    const given = Object.entries(typed).filter(([, text]) => text !== '');
    const refuse = (why: Refused) => sendPage(site, ctx, { ...issuerPage(ctx, typed, why), status: 422 });
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return refuse(open);
    const wish = { group: placeHere(ctx).path, ...Object.fromEntries(given) };
    const tried = await attempt(() => logoutSet.perform(site, callerOf(ctx), wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    await say(site, ctx, {
      kind: 'done',
      text: 'The issuer is saved. Enter one of the addresses at your identity provider.',
    });
    return redirect(site, ctx, logoutUrl(ctx));
  };
}

export function showPushToken(site: Site): Middleware {
  return async function pushTokenForm(ctx: Context) {
    const { pushToken } = await shownHere(site, ctx);
    const why = missingSignOn(site, ctx, ctx.path);
    await sendPage(site, ctx, tokenPage(ctx, pushToken !== undefined, why));
  };
}

/** Answers with the token itself: no later page can show it. */
export function generatePushToken(site: Site): Middleware {
  return async function makeToken(ctx: Context) {
    const { pushToken } = await shownHere(site, ctx);
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return sendPage(site, ctx, { ...tokenPage(ctx, pushToken !== undefined, open), status: 422 });
    const { secret } = await logoutToken.perform(site, callerOf(ctx), { group: placeHere(ctx).path });
    return sendPage(site, ctx, pushTokenPage({ ...around(ctx), secret }));
  };
}

export function showRemoveLogout(site: Site): Middleware {
  return async function removeIssuerForm(ctx: Context) {
    const { issuer } = await shownHere(site, ctx);
    await sendPage(site, ctx, removePage(ctx, issuer, missingSignOn(site, ctx, ctx.path)));
  };
}

export function removeLogout(site: Site): Middleware {
  return async function removeIssuer(ctx: Context) {
    const { issuer } = await shownHere(site, ctx);
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return sendPage(site, ctx, { ...removePage(ctx, issuer, open), status: 422 });
    await logoutRemove.perform(site, callerOf(ctx), { group: placeHere(ctx).path });
    await say(site, ctx, { kind: 'done', text: `${issuer} can no longer sign people out.` });
    return redirect(site, ctx, logoutUrl(ctx));
  };
}

interface Refused extends Unconfirmed {
  readonly problem?: string;
}

function issuerPage(ctx: Context, typed: TypedIssuer, why: Refused = {}) {
  return logoutIssuerPage({ ...around(ctx), typed, hasPassword: hasPassword(ctx), ...why });
}

function tokenPage(ctx: Context, replaces: boolean, why: Unconfirmed = {}) {
  const at = logoutUrl(ctx);
  return confirmPage({
    ...around(ctx),
    title: replaces ? 'Replace the push token?' : 'Generate a push token?',
    effect: 'Pushed events without this token are refused at once.',
    more: replaces
      ? 'The former token stops working. Enter the new one at your identity provider.'
      : 'Enter it at your identity provider. A revocation needs none.',
    action: `${at}/token`,
    button: replaces ? 'Replace the push token' : 'Generate a push token',
    isHarmless: true,
    asked: { hasPassword: hasPassword(ctx), ...why },
    back: at,
  });
}

function removePage(ctx: Context, issuer: string, why: Unconfirmed = {}) {
  const at = logoutUrl(ctx);
  return confirmPage({
    ...around(ctx),
    title: `Remove ${issuer}?`,
    effect: 'Your identity provider can no longer end sessions.',
    more: 'Its messages are refused, and the push token stops working. You can enter it again.',
    action: `${at}/remove`,
    button: 'Remove the issuer',
    asked: { hasPassword: hasPassword(ctx), ...why },
    back: at,
  });
}

/** The issuer of the group; undefined where there is none. */
export async function logoutIssuerHere(site: Site, ctx: Context): Promise<LogoutView | undefined> {
  try {
    return await shownHere(site, ctx);
  } catch (error) {
    if (error instanceof RuleError && error.code === 'no_logout_issuer') return undefined;
    throw error;
  }
}

function shownHere(site: Site, ctx: Context): Promise<LogoutView> {
  return logoutShow.perform(site, callerOf(ctx), { group: placeHere(ctx).path });
}

function logoutUrl(ctx: Context): string {
  return groupUrl(placeHere(ctx).path, 'single-sign-on/logout');
}

function around(ctx: Context) {
  const place = placeHere(ctx);
  const at = logoutUrl(ctx);
  const crumbs = [
    { to: groupUrl(place.path, 'single-sign-on'), text: 'Single sign-on' },
    { to: at, text: 'Logout' },
  ];
  return { side: sideOf(place, 'single-sign-on'), at, crumbs };
}
