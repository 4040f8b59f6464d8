import { RuleError } from '../../../kernel/index.ts';
import {
  samlCertificateApprove,
  samlCertificateRemove,
  samlKeysRotate,
  samlRefresh,
  samlShow,
} from '../../../operations/index.ts';
import { confirmPage } from '../../../views/index.ts';
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
import { queried } from './queried.ts';
import { groupUrl, sideOf } from './side.ts';

type Why = Unconfirmed & { readonly problem?: string };

const outcomes = {
  unchanged: 'Nothing is new in the metadata.',
  changed: 'The new metadata is applied.',
  pending:
    'The metadata has another entity ID, so nothing was applied. If the new ID is correct, save the metadata under “Change”.',
  failed: 'The metadata could not be fetched or used. Nothing was changed.',
} as const;

/** A change of what counts as a signature, which asks who the person is. */
interface Confirmed {
  /** The path of its page, below the one of single sign-on. */
  readonly page: string;
  readonly title: string;
  readonly effect: string;
  readonly more: string;
  readonly button: string;
  /** Performs it, and says what has happened. */
  run(site: Site, ctx: Context): Promise<Parameters<typeof say>[2]>;
}

/** Fetches the metadata now. Its certificates count at once. */
export const refreshing: Confirmed = {
  page: 'refresh',
  title: 'Fetch the metadata now?',
  effect: 'New certificates in the metadata count at once.',
  more: 'Former ones stay until you approve the new ones, or until they end.',
  button: 'Fetch the metadata',
  run: async (site, ctx) => {
    const { outcome } = await samlRefresh.perform(site, callerOf(ctx), here(ctx));
    const kind = outcome === 'unchanged' || outcome === 'changed' ? 'done' : 'problem';
    return { kind, text: outcomes[outcome] };
  },
};

/** Ends the certificates that the metadata no longer has. */
export const approving: Confirmed = {
  page: 'certificates/approve',
  title: 'Approve the new certificates?',
  effect: 'Signatures with the former certificates no longer count.',
  more: 'If the identity provider still signs with one of them, nobody can sign in this way.',
  button: 'Approve the new certificates',
  run: async (site, ctx) => {
    await samlCertificateApprove.perform(site, callerOf(ctx), here(ctx));
    return { kind: 'done', text: 'Only the certificates of the metadata count now.' };
  },
};

/** Takes the next step of a rotation of Rollcall's own keys. */
export const rotatingKeys: Confirmed = {
  page: 'keys',
  title: 'Rotate our keys?',
  effect: 'The first step publishes new keys beside the present ones; the second one switches to them.',
  more: 'Between the two, give your identity provider the new metadata. Without it, your identity provider refuses the requests of Rollcall.',
  button: 'Rotate our keys',
  run: async (site, ctx) => {
    const { keys } = await samlKeysRotate.perform(site, callerOf(ctx), here(ctx));
    const isPublished = keys.some(({ state }) => state === 'next');
    return {
      kind: 'done',
      text: isPublished
        ? 'New keys are in our metadata. Give it to your identity provider, then rotate again to switch to them.'
        : 'The new keys are in use.',
    };
  },
};

export function showConfirmed(site: Site, asking: Confirmed): Middleware {
  return async function confirmForm(ctx: Context) {
    await sendPage(site, ctx, askPage(ctx, asking, missingSignOn(site, ctx, ctx.path)));
  };
}

export function performConfirmed(site: Site, asking: Confirmed): Middleware {
  return async function carryOut(ctx: Context) {
    const open = await unconfirmed(site, ctx, ctx.path);
    const tried = open ?? (await attempt(() => asking.run(site, ctx)));
    if (!('done' in tried)) {
      await sendPage(site, ctx, { ...askPage(ctx, asking, tried), status: 422 });
      return;
    }
    await say(site, ctx, tried.done);
    redirect(site, ctx, singleSignOnUrl(ctx));
  };
}

function askPage(ctx: Context, { page, title, effect, more, button }: Confirmed, why: Why = {}) {
  const at = singleSignOnUrl(ctx);
  return confirmPage({
    ...{ title, effect, more, button },
    side: sideOf(placeHere(ctx), 'single-sign-on'),
    crumbs: [{ to: at, text: 'Single sign-on' }],
    action: `${at}/${page}`,
    isHarmless: true,
    asked: { hasPassword: hasPassword(ctx), ...why },
    problem: why.problem,
    back: at,
  });
}

export function showRemoveCertificate(site: Site): Middleware {
  return async function removeForm(ctx: Context) {
    const certificate = queried(ctx, 'certificate');
    const { certificates } = await samlShow.perform(site, callerOf(ctx), here(ctx));
    if (!certificates.some(({ sha256 }) => sha256 === certificate))
      throw new RuleError('not_found', 'The identity provider has no such certificate.');
    await sendPage(site, ctx, pageOf(ctx, certificate, missingSignOn(site, ctx, ctx.url)));
  };
}

export function removeCertificate(site: Site): Middleware {
  return async function remove(ctx: Context) {
    const certificate = field(ctx, 'certificate');
    const open = await unconfirmed(site, ctx, `${ctx.path}?certificate=${encodeURIComponent(certificate)}`);
    if (open) {
      await sendPage(site, ctx, { ...pageOf(ctx, certificate, open), status: 422 });
      return;
    }
    const wish = { ...here(ctx), certificate };
    const tried = await attempt(() => samlCertificateRemove.perform(site, callerOf(ctx), wish));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...pageOf(ctx, certificate, tried), status: 422 });
      return;
    }
    await say(site, ctx, { kind: 'done', text: 'The certificate is removed.' });
    redirect(site, ctx, singleSignOnUrl(ctx));
  };
}

function pageOf(ctx: Context, certificate: string, why: Why = {}) {
  const at = singleSignOnUrl(ctx);
  return confirmPage({
    side: sideOf(placeHere(ctx), 'single-sign-on'),
    crumbs: [{ to: at, text: 'Single sign-on' }],
    title: 'Remove this certificate?',
    effect: `Signatures with ${certificate.slice(0, 16)}… no longer count.`,
    more: 'If the identity provider still signs with it, nobody can sign in this way. A fetch of the metadata does not restore it.',
    action: `${at}/certificates/remove`,
    hidden: { certificate },
    button: 'Remove the certificate',
    asked: { hasPassword: hasPassword(ctx), ...why },
    problem: why.problem,
    back: at,
  });
}

function here(ctx: Context) {
  return { group: placeHere(ctx).path };
}

function singleSignOnUrl(ctx: Context): string {
  return groupUrl(placeHere(ctx).path, 'single-sign-on');
}
