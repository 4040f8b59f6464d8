import { RuleError } from '../../../kernel/index.ts';
import {
  samlCertificateApprove,
  samlCertificateRemove,
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

const outcomes = {
  unchanged: 'Nothing is new in the metadata.',
  changed: 'The new metadata is applied.',
  pending:
    'The metadata has another entity ID, so nothing was applied. If the new ID is correct, save the metadata under “Change”.',
  failed: 'The metadata could not be fetched or used. Nothing was changed.',
} as const;

export function refreshMetadata(site: Site): Middleware {
  return async function fetchNow(ctx: Context) {
    const tried = await attempt(() => samlRefresh.perform(site, callerOf(ctx), here(ctx)));
    if ('problem' in tried) await say(site, ctx, { kind: 'problem', text: tried.problem });
    else {
      const { outcome } = tried.done;
      const kind = outcome === 'unchanged' || outcome === 'changed' ? 'done' : 'problem';
      await say(site, ctx, { kind, text: outcomes[outcome] });
    }
    redirect(site, ctx, singleSignOnUrl(ctx));
  };
}

/** Ends the certificates that the metadata no longer has. */
export function approveCertificates(site: Site): Middleware {
  return async function approve(ctx: Context) {
    const tried = await attempt(() => samlCertificateApprove.perform(site, callerOf(ctx), here(ctx)));
    if ('problem' in tried) await say(site, ctx, { kind: 'problem', text: tried.problem });
    else await say(site, ctx, { kind: 'done', text: 'Only the certificates of the metadata count now.' });
    redirect(site, ctx, singleSignOnUrl(ctx));
  };
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

function pageOf(ctx: Context, certificate: string, why: Unconfirmed & { readonly problem?: string } = {}) {
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
