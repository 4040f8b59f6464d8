import { limits } from '../../../../config/limits.ts';
import {
  credentialList,
  integrationChange,
  integrationShow,
  logList,
  setupLinkList,
} from '../../../operations/index.ts';
import { confirmPage, credentialKindOf, integrationPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { endingsHere } from './endings.ts';
import { guideUrl, providerForm } from './guides.ts';
import { shownRequest } from './log_entries.ts';
import { placeHere } from './place.ts';
import { groupUrl, sideOf, workUrl } from './side.ts';

/** The number of requests on the page of an integration. */
const LATEST = 5;

/** Names the integration of this page in the input of an operation. */
export function integrationHere(ctx: Context): { readonly group: string; readonly integration: string } {
  return { group: placeHere(ctx).path, integration: String(ctx.params.integration ?? '') };
}

/** The URL of the integration's page. */
export function integrationUrl(ctx: Context): string {
  const { group, integration } = integrationHere(ctx);
  return `${groupUrl(group, 'provisioning')}/${encodeURIComponent(integration)}`;
}

/** The frame of an integration's pages. */
export function aroundHere(ctx: Context, name?: string) {
  const place = placeHere(ctx);
  const at = integrationUrl(ctx);
  return {
    side: sideOf(place, 'provisioning'),
    at,
    crumbs: [
      { to: groupUrl(place.path, 'provisioning'), text: 'Provisioning' },
      ...(name === undefined ? [] : [{ to: at, text: name }]),
    ],
  };
}

export function showIntegration(site: Site): Middleware {
  return async function integrationOfGroup(ctx: Context) {
    const caller = callerOf(ctx);
    const here = integrationHere(ctx);
    const [integration, { credentials }, { links }, latest, refused] = await Promise.all([
      integrationShow.perform(site, caller, here),
      credentialList.perform(site, caller, here),
      setupLinkList.perform(site, caller, here),
      logList.perform(site, caller, { ...here, limit: LATEST }),
      logList.perform(site, caller, { ...here, failed: true, since: '24h', limit: limits.pageSize }),
    ]);
    const page = integrationPage({
      endings: await endingsHere(site, ctx, integration.id),
      ...aroundHere(ctx),
      logAt: groupUrl(here.group, 'log'),
      guideAt: guideUrl(here.group, integration.preset),
      provider: providerForm(integration.preset, integration, credentialKindOf(integration.preset, '')),
      workAt: workUrl(here.group, integration.work?.id ?? ''),
      now: site.services.runtime.now(),
      integration,
      credentials,
      setupLinks: links,
      activity: {
        last: latest.entries[0]?.at,
        refused: refused.entries.length,
        isMore: refused.next !== undefined,
        refusedAt: `${groupUrl(here.group, 'log')}?status=refused&since=24h&integration=${integration.id}`,
      },
      latest: latest.entries.map((entry) => shownRequest(entry, groupUrl(here.group, 'log'))),
    });
    await sendPage(site, ctx, page);
  };
}

export function showDisable(site: Site): Middleware {
  return async function disableForm(ctx: Context) {
    const { name } = await integrationShow.perform(site, callerOf(ctx), integrationHere(ctx));
    const { at, ...around } = aroundHere(ctx, name);
    const page = confirmPage({
      ...around,
      title: `Disable “${name}”?`,
      effect: `Every request of ${name} is refused until you enable it again.`,
      more: 'People keep their access. Changes that the identity provider sends meanwhile are lost.',
      action: `${at}/disable`,
      button: `Disable “${name}”`,
      back: at,
    });
    await sendPage(site, ctx, page);
  };
}

/** Enables the integration, or refuses all its requests. */
export function setEnabled(site: Site, isEnabled: boolean): Middleware {
  return async function changeState(ctx: Context) {
    const wish = isEnabled ? { enable: true } : { disable: true };
    const { name } = await integrationChange.perform(site, callerOf(ctx), {
      ...integrationHere(ctx),
      ...wish,
    });
    await say(site, ctx, { kind: 'done', text: `${name} is ${isEnabled ? 'enabled' : 'disabled'}.` });
    redirect(site, ctx, integrationUrl(ctx));
  };
}
