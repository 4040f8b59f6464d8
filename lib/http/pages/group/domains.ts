import { RuleError } from '../../../kernel/index.ts';
import { domainClaim, domainList, domainRemove, domainVerify } from '../../../operations/index.ts';
import { confirmPage, domainsPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt, sentence } from './attempt.ts';
import { callerOf } from './caller.ts';
import { placeHere } from './place.ts';
import { queried } from './queried.ts';
import { groupUrl, sideOf } from './side.ts';

/** Domains on one page: each has a record to copy. */
const PAGE = 25;

export function showDomains(site: Site): Middleware {
  return async function domainsOfGroup(ctx: Context) {
    await sendPage(site, ctx, await pageOf(site, ctx));
  };
}

export function claim(site: Site): Middleware {
  return async function addDomain(ctx: Context) {
    const wish = { group: placeHere(ctx).path, domain: field(ctx, 'domain').trim() };
    const tried = await attempt(() => domainClaim.perform(site, callerOf(ctx), wish, () => 'Domain'));
    if ('problem' in tried) {
      const page = await pageOf(site, ctx, { typed: wish.domain, problem: tried.problem });
      await sendPage(site, ctx, { ...page, status: 422 });
      return;
    }
    await say(site, ctx, {
      kind: 'done',
      text: `${tried.done.domain} is added. Add the TXT record below to prove that the domain is yours.`,
    });
    redirect(site, ctx, await urlOf(site, ctx, tried.done.domain));
  };
}

export function verify(site: Site): Middleware {
  return async function lookForRecord(ctx: Context) {
    const wish = { group: placeHere(ctx).path, domain: field(ctx, 'domain') };
    const tried = await attempt(() => domainVerify.perform(site, callerOf(ctx), wish));
    const problem = 'problem' in tried ? tried.problem : tried.done.problem;
    if (problem === undefined) await say(site, ctx, { kind: 'done', text: `${wish.domain} is verified.` });
    else await say(site, ctx, { kind: 'problem', text: sentence(problem) });
    redirect(site, ctx, await urlOf(site, ctx, wish.domain));
  };
}

export function showRemoveDomain(site: Site): Middleware {
  return async function removeForm(ctx: Context) {
    const place = placeHere(ctx);
    const domain = queried(ctx, 'domain');
    const { domains } = await domainList.perform(site, callerOf(ctx), { group: place.path });
    if (!domains.some((one) => one.domain === domain))
      throw new RuleError('not_found', 'This group has no such domain.');
    const at = groupUrl(place.path, 'domains');
    const page = confirmPage({
      side: sideOf(place, 'domains'),
      crumbs: [{ to: at, text: 'Domains' }],
      title: `Remove ${domain}?`,
      effect: `The group no longer manages the accounts of ${domain}.`,
      more: 'People keep their access. To claim the domain again, you need a new record.',
      action: `${at}/remove`,
      hidden: { domain },
      button: `Remove ${domain}`,
      back: at,
    });
    await sendPage(site, ctx, page);
  };
}

export function remove(site: Site): Middleware {
  return async function removeDomain(ctx: Context) {
    const wish = { group: placeHere(ctx).path, domain: field(ctx, 'domain') };
    const { domain } = await domainRemove.perform(site, callerOf(ctx), wish);
    await say(site, ctx, { kind: 'done', text: `${domain} is removed.` });
    redirect(site, ctx, groupUrl(wish.group, 'domains'));
  };
}

/** The page of the list that shows a domain. */
async function urlOf(site: Site, ctx: Context, domain: string): Promise<string> {
  const { path: group } = placeHere(ctx);
  const { domains } = await domainList.perform(site, callerOf(ctx), { group });
  const at = domains.findIndex((one) => one.domain === domain);
  const before = domains[Math.floor(at / PAGE) * PAGE - 1];
  const query = before ? `?after=${encodeURIComponent(before.domain)}` : '';
  return groupUrl(group, 'domains') + query;
}

async function pageOf(
  site: Site,
  ctx: Context,
  typed: { readonly typed?: string; readonly problem?: string } = {},
) {
  const place = placeHere(ctx);
  const { domains } = await domainList.perform(site, callerOf(ctx), { group: place.path });
  const after = queried(ctx, 'after');
  const shown = domains.filter(({ domain }) => domain > after);
  return domainsPage({
    side: sideOf(place, 'domains'),
    at: groupUrl(place.path, 'domains'),
    domains: shown.slice(0, PAGE),
    isLater: after !== '',
    next: shown.length > PAGE ? shown[PAGE - 1]?.domain : undefined,
    ...typed,
  });
}
