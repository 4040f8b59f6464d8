import { checkPassword } from '../../../accounts/index.ts';
import { returnPath } from '../../../sign_on/index.ts';
import { signInPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { beginSession, endSession } from '../session.ts';
import type { Site } from '../site.ts';
import { tooMany } from '../too_many.ts';

export function showSignIn(site: Site): Middleware {
  return async function signInForm(ctx: Context) {
    const returnTo = returnPath(ctx.query.return_to);
    const { signedIn } = ctx.state;
    const isAgain = signedIn !== undefined && ctx.query.again === 'yes';
    if (signedIn && !isAgain) redirect(site, ctx, returnTo);
    else await sendPage(site, ctx, signInPage({ returnTo, isAgain, name: signedIn?.account.username }));
  };
}

export function signIn(site: Site): Middleware {
  const { services } = site;
  return async function signInByPassword(ctx: Context) {
    const name = field(ctx, 'name');
    const returnTo = returnPath(field(ctx, 'return_to'));
    const checked = await checkPassword(services.store, {
      name,
      password: field(ctx, 'password'),
      ip: ctx.ip,
    });
    if (checked.kind === 'too_many') throw tooMany(checked.waitMs);
    if (checked.kind === 'wrong') {
      ctx.state.log.info({ requestId: ctx.state.requestId, ip: ctx.ip }, 'sign-in refused');
      const problem = 'Username and password do not belong together. Mind capital letters in the password.';
      await sendPage(site, ctx, { ...signInPage({ name, returnTo, problem }), status: 422 });
      return;
    }
    await beginSession(site, ctx, checked.account, { kind: 'password' });
    redirect(site, ctx, returnTo);
  };
}

export function signOut(site: Site): Middleware {
  return async function endThisSession(ctx: Context) {
    await endSession(site, ctx);
    redirect(site, ctx, '/signed-out');
  };
}
