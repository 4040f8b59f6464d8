import { limits } from '../../../../config/limits.ts';
import { RuleError } from '../../../kernel/index.ts';
import { credentialRevoke, groupReview, groupSummary } from '../../../operations/index.ts';
import { confirmPage, operatorGroupPage, operatorGroupsPage, operatorSide } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { queried } from '../group/queried.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { operatorOf } from './door.ts';

const PAGE = 25;
const most = limits.reviewCount;

export function showOperatorGroups(site: Site): Middleware {
  return async function groupsOfPlatform(ctx: Context) {
    const after = queried(ctx, 'after');
    const wish = { limit: PAGE, ...(after === '' ? {} : { after }) };
    const { groups, next } = await groupReview.perform(site, operatorOf(ctx), wish);
    await sendPage(site, ctx, operatorGroupsPage({ groups, most, isLater: after !== '', next }));
  };
}

export function showOperatorGroup(site: Site): Middleware {
  return async function groupOfPlatform(ctx: Context) {
    const group = await groupSummary.perform(site, operatorOf(ctx), { group: pathHere(ctx) });
    await sendPage(site, ctx, operatorGroupPage({ group, most }));
  };
}

export function showOperatorRevoke(site: Site): Middleware {
  return async function revokeForm(ctx: Context) {
    const { name: group, credentials } = await groupSummary.perform(site, operatorOf(ctx), {
      group: pathHere(ctx),
    });
    const credential = credentials.find(({ id }) => id === ctx.params.credential);
    if (!credential) throw new RuleError('not_found', 'This group has no such live credential.');
    const { name, integration } = credential;
    const page = confirmPage({
      side: operatorSide('/operator'),
      crumbs: [
        { to: '/operator', text: 'Groups' },
        { to: groupAt(ctx), text: group },
      ],
      title: `Revoke “${name}”?`,
      effect: `Requests of ${integration} with this credential are refused at once.`,
      more: 'This cannot be undone. The owners have to generate another one and give it to the identity provider.',
      action: ctx.path,
      button: `Revoke “${name}”`,
      back: groupAt(ctx),
    });
    await sendPage(site, ctx, page);
  };
}

export function operatorRevoke(site: Site): Middleware {
  return async function revoke(ctx: Context) {
    const { integration = '', credential: wanted = '' } = ctx.params;
    const wish = { group: pathHere(ctx), integration, credential: wanted };
    const { credential } = await credentialRevoke.perform(site, operatorOf(ctx), wish);
    await say(site, ctx, { kind: 'done', text: `The credential “${credential.name}” is revoked.` });
    redirect(site, ctx, groupAt(ctx));
  };
}

export function pathHere(ctx: Context): string {
  return ctx.params.group ?? '';
}

/** The operator's page of the group. */
export function groupAt(ctx: Context): string {
  return `/operator/groups/${encodeURIComponent(pathHere(ctx))}`;
}
