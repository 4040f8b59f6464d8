import {
  type ConflictView,
  integrationAttention,
  integrationDismiss,
  integrationInviteToLink,
} from '../../../operations/index.ts';
import { type Act, attentionPage, causeOf, differenceOf, type Page, remedyOf } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { aroundHere, integrationHere, integrationUrl } from './integration.ts';
import { placeHere } from './place.ts';
import { queried } from './queried.ts';
import { groupUrl } from './side.ts';

/** How many people a page shows. */
const SHOWN = 25;

/** The users of an integration that need a decision. */
export function showAttention(site: Site): Middleware {
  return async function attentionOfIntegration(ctx: Context) {
    await sendPage(site, ctx, await pageOf(site, ctx));
  };
}

async function pageOf(site: Site, ctx: Context, problem?: string): Promise<Page> {
  const { integration, conflicts, mismatches, more } = await integrationAttention.perform(
    site,
    callerOf(ctx),
    integrationHere(ctx),
  );
  const from = Math.max(0, Number.parseInt(queried(ctx, 'after'), 10) || 0);
  const waiting = [...conflicts, ...mismatches];
  return attentionPage({
    pages: {
      isLater: from > 0,
      next: waiting.length > from + SHOWN ? String(from + SHOWN) : undefined,
    },
    problem,
    ...aroundHere(ctx, integration),
    more,
    waiting: waiting.slice(from, from + SHOWN).map((one) => {
      if ('kind' in one)
        return {
          ...one,
          cause: causeOf(one),
          remedies: [...new Set(one.remedies.map(remedyOf))],
          acts: actsOn(ctx, one),
        };
      const { cause, remedy } = differenceOf(one);
      return { ...one, cause, remedies: [remedy], acts: [identifying(ctx)] };
    }),
  });
}

export function dismiss(site: Site): Middleware {
  return async function dismissOne(ctx: Context) {
    const wish = { ...integrationHere(ctx), user: field(ctx, 'user') };
    const { userName } = await integrationDismiss.perform(site, callerOf(ctx), wish);
    await say(site, ctx, {
      kind: 'done',
      text: `${userName} is off the list. If the conflict remains, the next request of the identity provider puts it back.`,
    });
    redirect(site, ctx, `${integrationUrl(ctx)}/attention`);
  };
}

/** Mails the holder of an address whether a user in conflict is them. */
export function inviteToLink(site: Site): Middleware {
  return async function askHolder(ctx: Context) {
    const wish = { ...integrationHere(ctx), user: field(ctx, 'user') };
    const tried = await attempt(() => integrationInviteToLink.perform(site, callerOf(ctx), wish));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...(await pageOf(site, ctx, tried.problem)), status: 422 });
      return;
    }
    await say(site, ctx, {
      kind: 'done',
      text: `${tried.done.email} is asked by mail. Nothing is linked before the person says yes.`,
    });
    redirect(site, ctx, `${integrationUrl(ctx)}/attention`);
  };
}

/** The ways out of a conflict that an owner has in one click. */
function actsOn(ctx: Context, { userName, rival, remedies, invited, kind, identityId }: ConflictView): Act[] {
  const { path } = placeHere(ctx);
  const people = groupUrl(path, 'people');
  const acts = remedies.flatMap((remedy): Act[] => {
    switch (remedy.code) {
      case 'invite_to_link':
        return [
          {
            text: invited === undefined ? 'Send a link invitation' : 'Send the invitation again',
            to: `${integrationUrl(ctx)}/attention/invite`,
            fields: { user: userName },
          },
        ];
      case 'verify_domain':
        return [
          {
            text: `Verify ${remedy.domain}`,
            to: `${groupUrl(path, 'domains')}/claim`,
            fields: { domain: remedy.domain },
          },
        ];
      default:
        return [];
    }
  });
  const search = (name: string) =>
    `${people}?${new URLSearchParams({ integration: String(ctx.params.integration), search: name })}`;
  return [
    ...acts,
    ...(rival === undefined ? [] : [{ text: `Show ${rival}`, to: search(rival) }]),
    ...(identityId === undefined
      ? []
      : [{ text: 'Show the user', to: `${people}/${encodeURIComponent(identityId)}` }]),
    ...(identityId === undefined && kind !== 'refused'
      ? [
          {
            text: 'Show the requests',
            to: `${groupUrl(path, 'log')}?${new URLSearchParams({ user: userName })}`,
          },
        ]
      : []),
  ];
}

function identifying(ctx: Context): Act {
  const to = `${groupUrl(placeHere(ctx).path, 'single-sign-on')}/provider`;
  return { text: 'Change how people are identified', to };
}
