import { limits } from '../../../../config/limits.ts';
import { forgive, spend } from '../../../accounts/index.ts';
import { RuleError } from '../../../kernel/index.ts';
import { samlRecover } from '../../../operations/index.ts';
import { recoveryTries } from '../../../sign_on/index.ts';
import { samlRecoverPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { callerOf } from '../group/caller.ts';
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

/** Uses the recovery code of an owner, for this session. */
export function useRecoveryCode(site: Site): Middleware {
  const { services } = site;
  return async function takeCode(ctx: Context) {
    const { group } = sideHere(ctx);
    const tries = recoveryTries(group.id, signedIn(ctx).account.id);
    const waitMs = await spend(services.store, tries);
    if (waitMs !== undefined) throw tooMany(waitMs);
    try {
      await samlRecover.perform(site, callerOf(ctx), { group: group.slug, code: field(ctx, 'code') });
    } catch (error) {
      if (!(error instanceof RuleError) || error.code !== 'invalid_recovery_code') throw error;
      await sendPage(site, ctx, { ...pageOf(ctx, error.message), status: 422 });
      return;
    }
    await forgive(services.store, tries);
    await say(site, ctx, {
      kind: 'done',
      text: 'You are signed in with a recovery code. All owners get a mail.',
    });
    redirect(site, ctx, `/groups/${encodeURIComponent(group.slug)}`);
  };
}

function pageOf(ctx: Context, problem?: string) {
  const { group } = sideHere(ctx);
  const shown = { group: group.name, path: group.slug, hours: limits.samlFreshHours };
  return samlRecoverPage({ ...shown, ...(problem === undefined ? {} : { problem }) });
}
