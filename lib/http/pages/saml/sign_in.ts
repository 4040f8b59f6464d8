import { isFresh } from '../../../access/index.ts';
import { returnPath } from '../../../sign_on/index.ts';
import { samlGroupPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { begin } from './begin.ts';
import { samlPath, sideHere, sideOf } from './side.ts';

export function beginSignIn(site: Site): Middleware {
  return async function signInByGroup(ctx: Context) {
    const returnTo = returnPath(ctx.query.return_to);
    await begin(site, ctx, {
      purpose: 'login',
      returnTo,
      forceAuthn: ctx.query.fresh === 'yes' || isStale(site, ctx),
    });
  };
}

/** The form of the sign-in page that asks for the group. */
export function chooseGroup(site: Site): Middleware {
  return async function goOnToGroup(ctx: Context) {
    const path = field(ctx, 'group').trim();
    const returnTo = returnPath(field(ctx, 'return_to'));
    const side = await sideOf(site, path);
    if (!side) {
      const problem = 'No group with this path signs its members in.';
      await sendPage(site, ctx, { ...samlGroupPage({ path, returnTo, problem }), status: 422 });
      return;
    }
    const to = `${samlPath(side, 'sso')}?return_to=${encodeURIComponent(returnTo)}`;
    ctx.set('refresh', `0;url=${site.base}${to}`);
    await sendPage(site, ctx, samlGroupPage({ path, returnTo, to }));
  };
}

export function showChooseGroup(site: Site): Middleware {
  return async function askForGroup(ctx: Context) {
    await sendPage(site, ctx, samlGroupPage({ path: '', returnTo: returnPath(ctx.query.return_to) }));
  };
}

/**
 * Whether the last sign-in with this group is too old, so that the next one counts only if the identity provider
 * authenticates the person again.
 */
function isStale({ services: { runtime } }: Site, ctx: Context): boolean {
  const session = ctx.state.signedIn?.session;
  const { id } = sideHere(ctx).group;
  if (session?.madeBy.kind !== 'saml' || session.madeBy.rootId !== id) return false;
  return !isFresh(session, id, runtime.now());
}
