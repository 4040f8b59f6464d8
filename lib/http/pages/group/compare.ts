import { integrationCompare, integrationFollowList, integrationShow } from '../../../operations/index.ts';
import { comparePage, comparisonPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field, numberField } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { aroundHere, integrationHere, integrationUrl } from './integration.ts';
import { redirectToWork } from './work.ts';

/** Asks for the list of people. */
export function showCompare(site: Site): Middleware {
  return async function compareForm(ctx: Context) {
    await sendForm(site, ctx);
  };
}

/** Shows the comparison with the list that was sent, and the plan. */
export function compare(site: Site): Middleware {
  return async function compareWithList(ctx: Context) {
    await sendComparison(site, ctx, field(ctx, 'file') || field(ctx, 'list'));
  };
}

/** Carries out the plan that was shown. */
export function followList(site: Site): Middleware {
  return async function deactivateUnlisted(ctx: Context) {
    const list = field(ctx, 'list');
    const people = numberField(ctx, 'people');
    const wish = {
      ...integrationHere(ctx),
      listFile: list,
      plan: field(ctx, 'plan'),
      ...(Number.isNaN(people) ? {} : { people }),
    };
    const tried = await attempt(() => integrationFollowList.perform(site, callerOf(ctx), wish));
    if ('problem' in tried) {
      await sendComparison(site, ctx, list, tried.problem);
      return;
    }
    const { integration, people: count, kept, work } = tried.done;
    if (work !== undefined) {
      redirectToWork(site, ctx, work);
      return;
    }
    const users = count === 1 ? 'One user' : `${count.toLocaleString('en')} users`;
    const still = kept.length === 0 ? '' : ` Still active, as the last owner: ${kept.join(', ')}.`;
    const text = `${users} of ${integration} whom the list does not name lost the access.${still}`;
    await say(site, ctx, { kind: 'done', text });
    redirect(site, ctx, integrationUrl(ctx));
  };
}

async function sendForm(site: Site, ctx: Context, problem?: string): Promise<void> {
  const { name } = await integrationShow.perform(site, callerOf(ctx), integrationHere(ctx));
  const page = comparePage({ ...aroundHere(ctx, name), name, problem });
  await sendPage(site, ctx, problem === undefined ? page : { ...page, status: 422 });
}

async function sendComparison(site: Site, ctx: Context, list: string, problem?: string): Promise<void> {
  const wish = { ...integrationHere(ctx), listFile: list };
  const tried = await attempt(() => integrationCompare.perform(site, callerOf(ctx), wish));
  if ('problem' in tried) {
    await sendForm(site, ctx, list === '' ? 'Choose a file, or paste a list.' : tried.problem);
    return;
  }
  const { integration: name, ...comparison } = tried.done;
  const page = comparisonPage({ ...aroundHere(ctx, name), name, list, comparison, problem });
  await sendPage(site, ctx, problem === undefined ? page : { ...page, status: 422 });
}
