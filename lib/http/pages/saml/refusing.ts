import { limits } from '../../../../config/limits.ts';
import { SamlError } from '../../../saml/index.ts';
import { recordRefusal, SamlRefusal, type SamlSide } from '../../../sign_on/index.ts';
import { isLostToRivals, Unavailable } from '../../../store/index.ts';
import { samlRefusedPage } from '../../../views/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { PageError } from '../page_error.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';

const CODE = /^saml\.[a-z0-9_]{3,40}$/;
const REFERENCE = /^[\w.-]{8,64}$/;

interface Refusal {
  readonly code: string;
  /** What was found, for the log and the owner; absent for an internal error. */
  readonly found?: string;
}

/** Answers every error with a redirect to a neutral page (303): the form came from another site. */
export function refuseByRedirect(site: Site): Middleware {
  return async function refuse(ctx: Context, next: Next) {
    try {
      await next();
    } catch (error) {
      const refusal = refusalOf(error);
      await note(site, ctx, ctx.state.saml, refusal, error);
      const group = encodeURIComponent(ctx.params.group ?? '');
      const query = new URLSearchParams({ code: refusal.code, reference: ctx.state.requestId });
      redirect(site, ctx, `/groups/${group}/-/saml/refused?${query}`);
    }
  };
}

/** Answers a refusal with its page, and passes other errors on to the error page. */
export function refuseHere(site: Site): Middleware {
  return async function refuse(ctx: Context, next: Next) {
    try {
      await next();
    } catch (error) {
      if (!(error instanceof SamlError || error instanceof SamlRefusal)) throw error;
      const refusal = refusalOf(error);
      await note(site, ctx, ctx.state.saml, refusal, error);
      await sendRefusal(site, ctx, refusal.code, ctx.state.requestId, ctx.state.saml?.group.slug);
    }
  };
}

/** The page at the end of a refused sign-in. It shows only what its URL contains. */
export function showRefused(site: Site): Middleware {
  return async function refusedPage(ctx: Context) {
    const { code, reference } = ctx.query;
    const known = typeof code === 'string' && CODE.test(code) ? code : 'saml.refused';
    const id = typeof reference === 'string' && REFERENCE.test(reference) ? reference : ctx.state.requestId;
    await sendRefusal(site, ctx, known, id, ctx.params.group);
  };
}

function sendRefusal(site: Site, ctx: Context, code: string, requestId: string, group: string | undefined) {
  const isSignedIn = ctx.state.signedIn !== undefined;
  return sendPage(site, ctx, { ...samlRefusedPage({ code, requestId, group, isSignedIn }), status: 403 });
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof SamlError || error instanceof SamlRefusal)
    return { code: error.code, found: error.message };
  if (error instanceof PageError && error.code === 'form_too_large')
    return { code: 'saml.too_large', found: `the form has more than ${limits.samlFormBytes} bytes` };
  if (error instanceof PageError && error.code === 'form_malformed')
    return { code: 'saml.malformed_form', found: 'what was posted is not a form, or has a field twice' };
  if (error instanceof PageError && CODE.test(error.code)) return { code: error.code };
  if (error instanceof Unavailable || isLostToRivals(error)) return { code: 'saml.unavailable' };
  return { code: 'saml.internal_error' };
}

/** Logs a refusal, and records it in the audit log of the group if the store is available. */
async function note(
  { services }: Site,
  ctx: Context,
  side: SamlSide | undefined,
  { code, found }: Refusal,
  error: unknown,
): Promise<void> {
  const { requestId, log } = ctx.state;
  const line = { requestId, code, found, ip: ctx.ip, rootId: side?.group.id };
  if (code === 'saml.internal_error') log.error({ ...line, err: error }, 'SAML sign-in failed');
  else log.info(line, 'SAML sign-in refused');
  if (!side || found === undefined) return;
  try {
    await recordRefusal(services, side.provider, { code, found, requestId, ip: ctx.ip });
  } catch (failed) {
    log.error({ requestId, err: failed }, 'refusal not written to the audit log');
  }
}
