import type { Caller } from '../../../access/index.ts';
import { setupLinkTries, spend } from '../../../accounts/index.ts';
import { setupLinkBySecret } from '../../../integrations/index.ts';
import { setupLinkGenerate, setupLinkShow, setupLinkSignOn } from '../../../operations/index.ts';
import {
  credentialKindOf,
  generatedPage,
  setUpPage,
  setUpSide,
  type TrustFields,
  type TypedMetadata,
} from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { cookie, dropCookie, SETUP_COOKIE, setCookie } from '../cookies.ts';
import { field, pastedAgain } from '../form.ts';
import { attempt } from '../group/attempt.ts';
import { providerForm } from '../group/guides.ts';
import { filledIn, noTrust, trustLabel, typedTrust } from '../group/trust.ts';
import { PageError } from '../page_error.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { tooMany } from '../too_many.ts';

const SET_UP = '/set-up';

/** Moves the secret of a link from the URL into a cookie. */
export function openSetUp(site: Site): Middleware {
  return async function exchangeLink(ctx: Context) {
    const secret = String(ctx.params.secret ?? '');
    await holderOf(site, ctx, secret);
    setCookie(ctx, SETUP_COOKIE, secret);
    ctx.set('cache-control', 'no-store');
    redirect(site, ctx, SET_UP);
  };
}

export function showSetUp(site: Site): Middleware {
  return async function guideOfLink(ctx: Context) {
    const kind = String(ctx.query.kind ?? '');
    await sendPage(site, ctx, await pageFor(site, await holderHere(site, ctx), { kind, trust: noTrust }));
  };
}

/** Answers with the new secret itself: no later page can show it. */
export function generateBySetUp(site: Site): Middleware {
  return async function generateOne(ctx: Context) {
    const holder = await holderHere(site, ctx);
    const [kind, trust] = [field(ctx, 'kind'), typedTrust(ctx)];
    const wish = { kind, ...filledIn(trust) };
    const tried = await attempt(() => setupLinkGenerate.perform(site, holder, wish, trustLabel));
    if ('problem' in tried) {
      const page = await pageFor(site, holder, { kind, trust, problem: tried.problem });
      return sendPage(site, ctx, { ...page, status: 422 });
    }
    const { preset } = await setupLinkShow.perform(site, holder, {});
    const { credential, ...made } = tried.done;
    const { name, expiresAt } = credential;
    const provider = providerForm(preset, made);
    const shown = { ...made, side: setUpSide, crumbs: [], at: SET_UP, provider, name, expiresAt };
    return sendPage(site, ctx, generatedPage(shown));
  };
}

/** Enters the identity provider of single sign-on, where the link is for it. */
export function signOnBySetUp(site: Site): Middleware {
  return async function enterProvider(ctx: Context) {
    const holder = await holderHere(site, ctx);
    const typed = {
      metadataUrl: field(ctx, 'metadataUrl').trim(),
      metadataFile: field(ctx, 'metadataFile').trim(),
    };
    const label = (argument: string) => (argument === 'metadataUrl' ? 'Metadata URL' : 'Metadata');
    const tried = await attempt(() => setupLinkSignOn.perform(site, holder, filledIn(typed), label));
    if ('done' in tried) return redirect(site, ctx, SET_UP);
    const metadata = { ...pastedAgain(typed), problem: tried.problem };
    const page = await pageFor(site, holder, { kind: '', trust: noTrust, metadata });
    return sendPage(site, ctx, { ...page, status: 422 });
  };
}

interface Typed {
  /** What was typed of the identity provider of single sign-on, and why it was refused. */
  readonly metadata?: TypedMetadata;
  readonly kind: string;
  readonly trust: TrustFields;
  readonly problem?: string;
}

async function pageFor(site: Site, holder: Caller, { kind, ...typed }: Typed) {
  const shown = await setupLinkShow.perform(site, holder, {});
  return setUpPage({ ...shown, ...typed, kind: credentialKindOf(shown.preset, kind) });
}

async function holderHere(site: Site, ctx: Context): Promise<Caller> {
  const secret = cookie(ctx, SETUP_COOKIE);
  if (secret === undefined) throw linkOver();
  return holderOf(site, ctx, secret);
}

/** The holder of a link as the caller of an operation. Throws one and the same page for every link that does not work. */
async function holderOf({ services }: Site, ctx: Context, secret: string): Promise<Caller> {
  const { store, secrets } = services;
  const link = await setupLinkBySecret(store, secret, secrets.tokenPepper);
  if (!link) {
    dropCookie(ctx, SETUP_COOKIE);
    const waitMs = await spend(store, setupLinkTries(ctx.ip));
    throw waitMs === undefined ? linkOver() : tooMany(waitMs);
  }
  const { id: tokenId, integrationId } = link;
  return {
    actor: { kind: 'setup_link', integrationId, tokenId, ip: ctx.ip },
    sessions: [],
    requestId: ctx.state.requestId,
  };
}

function linkOver(): PageError {
  return new PageError(404, 'setup_link_over', 'This set-up link does not work', [
    'It has expired, was revoked, or is incomplete.',
    'Ask the person who sent it for another one.',
  ]);
}
