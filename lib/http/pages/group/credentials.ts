import { limits } from '../../../../config/limits.ts';
import { RuleError } from '../../../kernel/index.ts';
import {
  integrationShow,
  tokenCreate,
  tokenList,
  tokenRevoke,
  tokenRotate,
} from '../../../operations/index.ts';
import { generatedPage, newCredentialPage, revokePage, rotatePage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field, numberField } from '../form.ts';
import { hasOwnPassword } from '../own_password.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say, signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { providerForm } from './guides.ts';
import { aroundHere, integrationHere, integrationUrl } from './integration.ts';

interface Refused {
  readonly problem?: string;
  readonly wrongPassword?: string;
}

const WRONG_PASSWORD = { wrongPassword: 'This is not your password.' };
const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  days: 'Ends in',
  cidr: 'Allowed addresses',
  overlap: 'The old one ends in',
};
const labelOf = (argument: string) => labels[argument] ?? argument;

export function showNewCredential(site: Site): Middleware {
  return async function newCredentialForm(ctx: Context) {
    const { name } = await integrationShow.perform(site, callerOf(ctx), integrationHere(ctx));
    const page = newPage(ctx, name, {
      name: `${name} ${year(site)}`,
      days: String(limits.tokenDays),
      cidr: '',
    });
    await sendPage(site, ctx, page);
  };
}

/** Answers with the new secret itself: no later page can show it. */
export function createCredential(site: Site): Middleware {
  return async function generate(ctx: Context) {
    const caller = callerOf(ctx);
    const here = integrationHere(ctx);
    const { name: integration, preset } = await integrationShow.perform(site, caller, here);
    const typed = { name: field(ctx, 'name'), days: field(ctx, 'days'), cidr: field(ctx, 'cidr') };
    const refuse = async (why: Refused) =>
      sendPage(site, ctx, { ...newPage(ctx, integration, typed, why), status: 422 });
    if (!(await hasOwnPassword(site, ctx))) return refuse(WRONG_PASSWORD);
    const cidr = typed.cidr.split(/[\s,]+/).filter((range) => range !== '');
    const wish = { ...here, name: typed.name.trim(), days: numberField(ctx, 'days'), cidr };
    const tried = await attempt(() => tokenCreate.perform(site, caller, wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    const { secret, scimUrl, token } = tried.done;
    const { name, expiresAt } = token;
    const provider = providerForm(preset, scimUrl);
    const shown = { ...aroundHere(ctx, integration), secret, provider, name, expiresAt };
    return sendPage(site, ctx, generatedPage(shown));
  };
}

export function showRotate(site: Site): Middleware {
  return async function rotateForm(ctx: Context) {
    await sendPage(site, ctx, await rotatePageOf(site, ctx));
  };
}

export function rotateCredential(site: Site): Middleware {
  return async function rotate(ctx: Context) {
    const caller = callerOf(ctx);
    const here = integrationHere(ctx);
    const refuse = async (why: Refused) =>
      sendPage(site, ctx, { ...(await rotatePageOf(site, ctx, why)), status: 422 });
    if (!(await hasOwnPassword(site, ctx))) return refuse(WRONG_PASSWORD);
    const wish = { ...here, token: tokenId(ctx), overlap: numberField(ctx, 'overlap') };
    const tried = await attempt(() => tokenRotate.perform(site, caller, wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    const { name: integration, preset } = await integrationShow.perform(site, caller, here);
    const { secret, scimUrl, token, replaces } = tried.done;
    const { name, expiresAt } = token;
    const provider = providerForm(preset, scimUrl);
    const shown = { ...aroundHere(ctx, integration), secret, provider, name, expiresAt };
    return sendPage(site, ctx, generatedPage({ ...shown, formerUntil: replaces.expiresAt }));
  };
}

export function showRevoke(site: Site): Middleware {
  return async function revokeForm(ctx: Context) {
    const { integration, credential } = await credentialHere(site, ctx);
    await sendPage(site, ctx, revokePage({ ...aroundHere(ctx, integration), credential }));
  };
}

export function revokeCredential(site: Site): Middleware {
  return async function revoke(ctx: Context) {
    const wish = { ...integrationHere(ctx), token: tokenId(ctx) };
    const { token } = await tokenRevoke.perform(site, callerOf(ctx), wish);
    await say(site, ctx, { kind: 'done', text: `The credential “${token.name}” is revoked.` });
    redirect(site, ctx, integrationUrl(ctx));
  };
}

function tokenId(ctx: Context): string {
  return String(ctx.params.token ?? '');
}

async function credentialHere(site: Site, ctx: Context) {
  const { integration, tokens } = await tokenList.perform(site, callerOf(ctx), integrationHere(ctx));
  const credential = tokens.find(({ id }) => id === tokenId(ctx));
  if (!credential) throw new RuleError('not_found', 'This integration has no such credential.');
  return { integration, credential };
}

async function rotatePageOf(site: Site, ctx: Context, why: Refused = {}) {
  const { integration, credential } = await credentialHere(site, ctx);
  const { passwordHash } = signedIn(ctx).account;
  return rotatePage({
    ...aroundHere(ctx, integration),
    ...why,
    credential,
    hasPassword: passwordHash !== undefined,
  });
}

function newPage(
  ctx: Context,
  integration: string,
  typed: { readonly name: string; readonly days: string; readonly cidr: string },
  why: Refused = {},
) {
  return newCredentialPage({
    ...aroundHere(ctx, integration),
    ...typed,
    ...why,
    hasPassword: signedIn(ctx).account.passwordHash !== undefined,
    maxName: limits.nameChars,
    maxDays: limits.tokenDays,
  });
}

function year({ services: { runtime } }: Site): number {
  return new Date(runtime.now()).getUTCFullYear();
}
