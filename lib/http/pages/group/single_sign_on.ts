import { RuleError } from '../../../kernel/index.ts';
import {
  samlEnforce,
  samlMetadata,
  samlRecoveryCodes,
  samlSet,
  samlShow,
} from '../../../operations/index.ts';
import {
  newRecoveryCodesPage,
  noSingleSignOnPage,
  recoveryCodesPage,
  samlProviderPage,
  singleSignOnPage,
  type TypedProvider,
} from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field, pastedAgain } from '../form.ts';
import { hasOwnPassword, hasPassword } from '../own_password.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { type Unconfirmed, unconfirmed } from './confirmed.ts';
import { logoutIssuerHere } from './logout.ts';
import { placeHere } from './place.ts';
import { groupUrl, sideOf } from './side.ts';

const labels: Readonly<Record<string, string>> = {
  metadataUrl: 'Metadata URL',
  metadataFile: 'Metadata',
  domain: 'Domains',
};
const WRONG_PASSWORD = { wrongPassword: 'This is not your password.' };
const labelOf = (argument: string) => labels[argument] ?? argument;

export function showSingleSignOn(site: Site): Middleware {
  return async function singleSignOn(ctx: Context) {
    const provider = await providerHere(site, ctx);
    await sendPage(
      site,
      ctx,
      provider
        ? singleSignOnPage({
            ...shownAt(ctx),
            provider,
            logoutIssuer: (await logoutIssuerHere(site, ctx))?.issuer,
            asked: { hasPassword: hasPassword(ctx) },
          })
        : noSingleSignOnPage(shownAt(ctx)),
    );
  };
}

/** Makes Rollcall's keys; then the page has values to copy. */
export function beginSetUp(site: Site): Middleware {
  return async function makeOurSide(ctx: Context) {
    const { path } = placeHere(ctx);
    await samlMetadata.perform(site, callerOf(ctx), { group: path });
    redirect(site, ctx, groupUrl(path, 'single-sign-on'));
  };
}

export function showProvider(site: Site): Middleware {
  return async function providerForm(ctx: Context) {
    const provider = await providerHere(site, ctx);
    const typed = {
      metadataUrl: provider?.metadata?.url ?? '',
      metadataFile: '',
      identifyBy: provider?.identifyBy ?? 'externalId',
      jit: String(provider?.settings.jit ?? false),
    };
    await sendPage(site, ctx, samlProviderPage({ ...around(ctx), typed, hasPassword: hasPassword(ctx) }));
  };
}

/** Asks for the password: anyone at an unlocked browser could otherwise set a provider that signs in as every linked person. */
export function saveProvider(site: Site): Middleware {
  return async function setProvider(ctx: Context) {
    const { path } = placeHere(ctx);
    const typed: TypedProvider = {
      metadataUrl: field(ctx, 'metadataUrl').trim(),
      metadataFile: field(ctx, 'metadataFile').trim(),
      identifyBy: field(ctx, 'identifyBy'),
      jit: field(ctx, 'jit'),
    };
    const wish = {
      group: path,
      identifyBy: typed.identifyBy,
      jit: typed.jit === 'true',
      ...(typed.metadataUrl === '' ? {} : { metadataUrl: typed.metadataUrl }),
      ...(typed.metadataFile === '' ? {} : { metadataFile: typed.metadataFile }),
    };
    const refuse = (why: { readonly problem: string } | typeof WRONG_PASSWORD) => {
      const page = samlProviderPage({
        ...around(ctx),
        typed: pastedAgain(typed),
        hasPassword: hasPassword(ctx),
        ...why,
      });
      return sendPage(site, ctx, { ...page, status: 422 });
    };
    const isEmpty = typed.metadataUrl === '' && typed.metadataFile === '';
    if (isEmpty && !(await isConnected(site, ctx)))
      return refuse({ problem: 'Enter the metadata URL of your identity provider, or paste its metadata.' });
    if (!(await hasOwnPassword(site, ctx))) return refuse(WRONG_PASSWORD);
    const tried = await attempt(() => samlSet.perform(site, callerOf(ctx), wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    await say(site, ctx, { kind: 'done', text: 'The identity provider is saved. Test the sign-in next.' });
    return redirect(site, ctx, groupUrl(path, 'single-sign-on'));
  };
}

/** Asks for the password: without the requirement, every member with a password can sign in. */
export function enforce(site: Site): Middleware {
  return async function setEnforcement(ctx: Context) {
    const { path } = placeHere(ctx);
    const [mode, domains] = [field(ctx, 'mode'), field(ctx, 'domains')];
    const domain = mode === 'domains' ? domains.split(/[\s,]+/).filter((one) => one !== '') : [];
    const wish = { group: path, mode, domain };
    const refuse = async (why: { readonly problem: string } | Unconfirmed) => {
      const provider = await samlShow.perform(site, callerOf(ctx), { group: path });
      const asked = { hasPassword: hasPassword(ctx), ...why };
      const logoutIssuer = (await logoutIssuerHere(site, ctx))?.issuer;
      const shown = { ...shownAt(ctx), provider, logoutIssuer };
      const page = singleSignOnPage({ ...shown, asked, mode, domains, ...why });
      await sendPage(site, ctx, { ...page, status: 422 });
    };
    const open = await unconfirmed(site, ctx, groupUrl(path, 'single-sign-on'));
    if (open) return refuse(open);
    const tried = await attempt(() => samlEnforce.perform(site, callerOf(ctx), wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    await say(site, ctx, { kind: 'done', text: 'The requirement is saved.' });
    return redirect(site, ctx, groupUrl(path, 'single-sign-on'));
  };
}

export function showRecoveryCodes(site: Site): Middleware {
  return async function recoveryCodesForm(ctx: Context) {
    await sendPage(site, ctx, newRecoveryCodesPage({ ...around(ctx), hasPassword: hasPassword(ctx) }));
  };
}

/** Answers with the codes themselves: no later page can show them. */
export function generateRecoveryCodes(site: Site): Middleware {
  return async function makeCodes(ctx: Context) {
    if (await hasOwnPassword(site, ctx)) {
      const { codes } = await samlRecoveryCodes.perform(site, callerOf(ctx), { group: placeHere(ctx).path });
      await sendPage(site, ctx, recoveryCodesPage({ ...around(ctx), codes }));
      return;
    }
    const page = newRecoveryCodesPage({ ...around(ctx), hasPassword: hasPassword(ctx), ...WRONG_PASSWORD });
    await sendPage(site, ctx, { ...page, status: 422 });
  };
}

/** The provider of the group; undefined before set-up begins. */
async function providerHere(site: Site, ctx: Context) {
  try {
    return await samlShow.perform(site, callerOf(ctx), { group: placeHere(ctx).path });
  } catch (error) {
    if (error instanceof RuleError && error.code === 'no_provider') return undefined;
    throw error;
  }
}

/** Whether the metadata of the identity provider is known. */
async function isConnected(site: Site, ctx: Context): Promise<boolean> {
  return (await providerHere(site, ctx))?.identityProvider !== undefined;
}

function shownAt(ctx: Context) {
  const place = placeHere(ctx);
  return {
    side: sideOf(place, 'single-sign-on'),
    at: groupUrl(place.path, 'single-sign-on'),
    testAt: groupUrl(place.path, 'saml/test'),
  };
}

function around(ctx: Context) {
  const { side, at } = shownAt(ctx);
  return { side, at, crumbs: [{ to: at, text: 'Single sign-on' }] };
}
