import {
  type CredentialKind,
  connectionFields,
  type Field,
  filledFields,
  guideOf,
  guides,
} from '../../../guides/index.ts';
import { guideShow } from '../../../operations/index.ts';
import { guidePage, guidesPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { pageNotFound } from '../page_error.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { placeHere } from './place.ts';
import { groupUrl, sideOf } from './side.ts';

export function showGuides(site: Site): Middleware {
  return async function listGuides(ctx: Context) {
    const { side, provisioning, at } = around(ctx);
    await sendPage(site, ctx, guidesPage({ side, crumbs: [provisioning], at, guides }));
  };
}

export function showGuide(site: Site): Middleware {
  return async function guideOfProvider(ctx: Context) {
    const { path } = placeHere(ctx);
    const provider = String(ctx.params.provider ?? '');
    if (guideOf(provider).provider !== provider) throw pageNotFound();
    const guide = await guideShow.perform(site, callerOf(ctx), { group: path, provider });
    const { side, provisioning, at } = around(ctx);
    const page = guidePage({
      side,
      crumbs: [provisioning, { to: at, text: 'Set-up guides' }],
      provisioningAt: provisioning.to,
      singleSignOnAt: groupUrl(path, 'single-sign-on'),
      guide,
    });
    await sendPage(site, ctx, page);
  };
}

/** The URL of the guide for a preset. */
export function guideUrl(group: string, preset: string): string {
  return `${groupUrl(group, 'guides')}/${guideOf(preset).provider}`;
}

/** What an identity provider calls the fields of its form for a credential of this kind, in its order. */
export function providerForm(
  preset: string,
  { scimUrl, tokenUrl }: { readonly scimUrl: string; readonly tokenUrl?: string | undefined },
  kind: CredentialKind = 'token',
): { name: string; fields: readonly Field[] } {
  const guide = guideOf(preset);
  const values = { scimUrl, ...(tokenUrl === undefined ? {} : { tokenUrl }) };
  return { name: guide.name, fields: filledFields(connectionFields(guide, kind), values) };
}

function around(ctx: Context) {
  const place = placeHere(ctx);
  return {
    side: sideOf(place, 'provisioning'),
    provisioning: { to: groupUrl(place.path, 'provisioning'), text: 'Provisioning' },
    at: groupUrl(place.path, 'guides'),
  };
}
