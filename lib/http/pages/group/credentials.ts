import { limits } from '../../../../config/limits.ts';
import { RuleError } from '../../../kernel/index.ts';
import {
  credentialCreate,
  credentialList,
  credentialRevoke,
  credentialRotate,
  integrationShow,
} from '../../../operations/index.ts';
import {
  credentialKindOf,
  generatedPage,
  newCredentialPage,
  revokePage,
  rotatePage,
} from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field, numberField } from '../form.ts';
import { hasPassword } from '../own_password.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { missingSignOn, type Unconfirmed, unconfirmed } from './confirmed.ts';
import { providerForm } from './guides.ts';
import { aroundHere, integrationHere, integrationUrl } from './integration.ts';
import { filledIn, noTrust, trustLabel, typedTrust } from './trust.ts';

interface Refused extends Unconfirmed {
  readonly problem?: string;
}

const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  expiresIn: 'Ends in',
  cidr: 'Allowed addresses',
  overlap: 'The old one ends in',
};
const labelOf = (argument: string) => labels[argument] ?? trustLabel(argument);

export function showNewCredential(site: Site): Middleware {
  return async function newCredentialForm(ctx: Context) {
    const [integration, { credentials }] = await Promise.all([
      integrationShow.perform(site, callerOf(ctx), integrationHere(ctx)),
      credentialList.perform(site, callerOf(ctx), integrationHere(ctx)),
    ]);
    const live = credentials.filter(({ state }) => state === 'live').map(({ name }) => name.toLowerCase());
    const page = newPage(
      ctx,
      integration,
      {
        kind: credentialKindOf(integration.preset, String(ctx.query.kind ?? '')),
        name: freeName(`${integration.name} ${year(site)}`, live),
        days: String(limits.tokenDays),
        cidr: '',
        trust: noTrust,
      },
      missingSignOn(site, ctx, ctx.url),
    );
    await sendPage(site, ctx, page);
  };
}

/** Answers with the new secret itself: no later page can show it. */
export function createCredential(site: Site): Middleware {
  return async function generate(ctx: Context) {
    const caller = callerOf(ctx);
    const here = integrationHere(ctx);
    const integration = await integrationShow.perform(site, caller, here);
    const typed = typedIn(ctx);
    const refuse = async (why: Refused) =>
      sendPage(site, ctx, { ...newPage(ctx, integration, typed, why), status: 422 });
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return refuse(open);
    const cidr = typed.cidr.split(/[\s,]+/).filter((range) => range !== '');
    const { kind, name, days, trust } = typed;
    const wish = { ...here, kind, name: name.trim(), expiresIn: `${days}d`, cidr, ...filledIn(trust) };
    const tried = await attempt(() => credentialCreate.perform(site, caller, wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    const { credential, ...made } = tried.done;
    const { name: shownName, expiresAt } = credential;
    const around = aroundHere(ctx, integration.name);
    const provider = providerForm(integration.preset, made);
    const shown = { ...made, ...around, provider, name: shownName, expiresAt };
    return sendPage(site, ctx, generatedPage(shown));
  };
}

type Typed = ReturnType<typeof typedIn>;

function typedIn(ctx: Context) {
  return {
    kind: credentialKindOf('generic', field(ctx, 'kind')),
    name: field(ctx, 'name'),
    days: field(ctx, 'days'),
    cidr: field(ctx, 'cidr'),
    trust: typedTrust(ctx),
  };
}

export function showRotate(site: Site): Middleware {
  return async function rotateForm(ctx: Context) {
    await sendPage(site, ctx, await rotatePageOf(site, ctx, missingSignOn(site, ctx, ctx.url)));
  };
}

export function rotateCredential(site: Site): Middleware {
  return async function rotate(ctx: Context) {
    const caller = callerOf(ctx);
    const here = integrationHere(ctx);
    const refuse = async (why: Refused) =>
      sendPage(site, ctx, { ...(await rotatePageOf(site, ctx, why)), status: 422 });
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return refuse(open);
    const wish = { ...here, credential: credentialId(ctx), overlap: numberField(ctx, 'overlap') };
    const tried = await attempt(() => credentialRotate.perform(site, caller, wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    const { name: integration, preset } = await integrationShow.perform(site, caller, here);
    const { credential, replaces, ...made } = tried.done;
    const { name, expiresAt } = credential;
    const provider = providerForm(preset, made);
    const shown = { ...made, ...aroundHere(ctx, integration), provider, name, expiresAt };
    return sendPage(site, ctx, generatedPage({ ...shown, formerUntil: replaces.expiresAt }));
  };
}

export function showRevoke(site: Site): Middleware {
  return async function revokeForm(ctx: Context) {
    await sendPage(site, ctx, await revokePageOf(site, ctx, missingSignOn(site, ctx, ctx.url)));
  };
}

export function revokeCredential(site: Site): Middleware {
  return async function revoke(ctx: Context) {
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) {
      await sendPage(site, ctx, { ...(await revokePageOf(site, ctx, open)), status: 422 });
      return;
    }
    const wish = { ...integrationHere(ctx), credential: credentialId(ctx) };
    const { credential } = await credentialRevoke.perform(site, callerOf(ctx), wish);
    await say(site, ctx, { kind: 'done', text: `The credential “${credential.name}” is revoked.` });
    redirect(site, ctx, integrationUrl(ctx));
  };
}

function credentialId(ctx: Context): string {
  return String(ctx.params.credential ?? '');
}

async function credentialHere(site: Site, ctx: Context) {
  const { integration, credentials } = await credentialList.perform(
    site,
    callerOf(ctx),
    integrationHere(ctx),
  );
  const credential = credentials.find(({ id }) => id === credentialId(ctx));
  if (!credential) throw new RuleError('not_found', 'This integration has no such credential.');
  return { integration, credential };
}

async function rotatePageOf(site: Site, ctx: Context, why: Refused = {}) {
  const { integration, credential } = await credentialHere(site, ctx);
  return rotatePage({
    ...aroundHere(ctx, integration),
    ...why,
    credential,
    hasPassword: hasPassword(ctx),
  });
}

async function revokePageOf(site: Site, ctx: Context, why: Refused = {}) {
  const { integration, credential } = await credentialHere(site, ctx);
  return revokePage({ ...aroundHere(ctx, integration), ...why, credential, hasPassword: hasPassword(ctx) });
}

function newPage(
  ctx: Context,
  { name, preset }: { readonly name: string; readonly preset: string },
  typed: Typed,
  why: Refused = {},
) {
  return newCredentialPage({
    ...aroundHere(ctx, name),
    preset,
    ...typed,
    ...why,
    hasPassword: hasPassword(ctx),
    maxName: limits.nameChars,
    maxDays: typed.kind === 'token' ? limits.tokenDays : limits.clientSecretDays,
  });
}

function year({ services: { runtime } }: Site): number {
  return new Date(runtime.now()).getUTCFullYear();
}

/** The wanted name, with a number where a live credential has it. */
function freeName(wanted: string, taken: readonly string[]): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted} (${count})`;
    if (!taken.includes(name.toLowerCase())) return name;
  }
}
