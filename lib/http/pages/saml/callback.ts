import { isFresh, isKeptOut } from '../../../access/index.ts';
import { samlTries, spend, takeBack } from '../../../accounts/index.ts';
import type { Verified } from '../../../saml/index.ts';
import {
  type Accepted,
  acceptResponse,
  checkResponse,
  keepAccepted,
  keepReport,
  openSamlSession,
  type Posted,
  returnPath,
  type SamlRequest,
  updateMismatches,
} from '../../../sign_on/index.ts';
import { userAgentOf } from '../../client.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { field } from '../form.ts';
import { PageError } from '../page_error.ts';
import { redirect } from '../redirect.ts';
import { enter, signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { forgetRequest, pendingHere } from './open_requests.ts';
import { samlParts, samlPath, sideHere } from './side.ts';

/** Limits the refused responses to one group from one IP address; accepted ones do not count. */
export function limitRefused({ services: { store } }: Site): Middleware {
  return async function countRefused(ctx: Context, next: Next) {
    const tries = samlTries(sideHere(ctx).group.id, ctx.ip);
    if ((await spend(store, tries)) !== undefined)
      throw new PageError(429, 'saml.too_many_attempts', 'Too many attempts', []);
    await next();
    await takeBack(store, tries);
  };
}

/** Takes the response of the identity provider, and redirects (303) to the next step of a sign-in, a link or a test. */
export function takeResponse(site: Site): Middleware {
  return async function answerResponse(ctx: Context) {
    const side = sideHere(ctx);
    const form = { samlResponse: field(ctx, 'SAMLResponse'), relayState: field(ctx, 'RelayState') };
    const { browser, request: begun } = await pendingHere(site, ctx, side, form);
    const posted: Posted = {
      ...form,
      provider: side.provider,
      urls: side.urls,
      ...(browser === undefined ? {} : { browser }),
    };
    if (begun?.purpose === 'test') {
      const report = await checkResponse(samlParts(site), posted);
      return showReport(site, ctx, await keepReport(site.services, side.provider, begun, report));
    }
    const accepted = await acceptResponse(samlParts(site), posted);
    const { verified, request } = accepted;
    forgetRequest(ctx, browser);
    if (request?.purpose === 'test') throw new Error('a test sign-in was not known when its response came');
    if (request?.purpose === 'link') return goOnToLink(site, ctx, request, verified);
    return signIn(site, ctx, accepted);
  };
}

function showReport(site: Site, ctx: Context, secret: string): void {
  redirect(site, ctx, `${samlPath(sideHere(ctx), 'test/report')}?outcome=${secret}`);
}

/** A local page makes the link: only there does the browser send the session cookie. */
async function goOnToLink(site: Site, ctx: Context, request: SamlRequest, verified: Verified): Promise<void> {
  const secret = await keepAccepted(site.services, request, verified);
  redirect(site, ctx, `/profile/saml/finish?outcome=${secret}`);
}

async function signIn(site: Site, ctx: Context, accepted: Accepted): Promise<void> {
  const { services } = site;
  const { verified, request } = accepted;
  const { provider } = sideHere(ctx);
  const cause = { requestId: ctx.state.requestId, ip: ctx.ip };
  try {
    enter(
      ctx,
      await openSamlSession(services, provider, accepted, { ...cause, userAgent: userAgentOf(ctx) }),
    );
  } finally {
    const found = await updateMismatches(services.store, provider, verified);
    if (found.length > 0)
      ctx.state.log.warn({ ...cause, mismatches: found.map(({ id }) => id) }, 'SCIM and SAML differ');
  }
  const returnTo = returnPath(request?.returnTo ?? '/');
  const again = `${samlPath(sideHere(ctx), 'sso')}?return_to=${encodeURIComponent(returnTo)}`;
  redirect(site, ctx, (await isTooOld(site, ctx, request)) ? again : returnTo);
}

/** Whether the identity provider's sign-in is too old for a rule. Retries once with ForceAuthn. */
async function isTooOld(
  { services: { store } }: Site,
  ctx: Context,
  request: SamlRequest | undefined,
): Promise<boolean> {
  const { session, account } = signedIn(ctx);
  const { id } = sideHere(ctx).group;
  if (request?.forced || isFresh(session, id, store.now())) return false;
  return isKeptOut(store, { sessions: [session], account }, id);
}
