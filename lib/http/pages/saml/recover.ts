import { limits } from '../../../../config/limits.ts';
import { forgive, spend } from '../../../accounts/attempts.ts';
import { recover, recoveryTries } from '../../../sign_on/recovery_codes.ts';
import { samlRecoverPage } from '../../../views/saml_recover_page.tsx';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say, signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { tooMany } from '../too_many.ts';
import { sideHere } from './side.ts';

export function showRecover(site: Site): Middleware {
  return async function askForCode(ctx: Context) {
    await sendPage(site, ctx, pageOf(ctx));
  };
}

/** Takes the recovery code of an owner, for this session. */
export function useRecoveryCode(site: Site): Middleware {
  const { services, runtime } = site;
  return async function takeCode(ctx: Context) {
    const { account, session } = signedIn(ctx);
    const { group } = sideHere(ctx);
    const tries = recoveryTries(group.id, account.id);
    const waitMs = await spend(services.store, runtime, tries);
    if (waitMs !== undefined) throw tooMany(waitMs);
    const who = { rootId: group.id, account, session, ip: ctx.ip, requestId: ctx.state.requestId };
    const isUsed = await services.store.transaction((tx) =>
      recover(tx, runtime, services.secrets.samlKey, who, field(ctx, 'code')),
    );
    if (!isUsed) {
      const problem = 'This is no code of this group, or it was used already.';
      await sendPage(site, ctx, { ...pageOf(ctx, problem), status: 422 });
      return;
    }
    await forgive(services.store, tries);
    await say(site, ctx, { kind: 'done', text: 'You are in with a recovery code. All owners are told.' });
    redirect(site, ctx, `/groups/${encodeURIComponent(group.slug)}`);
  };
}

function pageOf(ctx: Context, problem?: string) {
  const { group } = sideHere(ctx);
  const shown = { group: group.name, path: group.slug, hours: limits.samlFreshHours };
  return samlRecoverPage({ ...shown, ...(problem === undefined ? {} : { problem }) });
}
