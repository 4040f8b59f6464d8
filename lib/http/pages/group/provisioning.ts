import { limits } from '../../../../config/limits.ts';
import { guideOf, providerChoices } from '../../../guides/index.ts';
import { integrationCreate, integrationList } from '../../../operations/index.ts';
import { newIntegrationPage, provisioningPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { endingsHere } from './endings.ts';
import { placeHere } from './place.ts';
import { groupUrl, sideOf } from './side.ts';

export function showProvisioning(site: Site): Middleware {
  return async function listIntegrations(ctx: Context) {
    const place = placeHere(ctx);
    const { integrations } = await integrationList.perform(site, callerOf(ctx), { group: place.path });
    const at = groupUrl(place.path, 'provisioning');
    const page = provisioningPage({
      side: sideOf(place, 'provisioning'),
      at,
      guidesAt: groupUrl(place.path, 'guides'),
      endings: await endingsHere(site, ctx),
      integrations: integrations.map((one) => ({ ...one, provider: guideOf(one.preset).name })),
    });
    await sendPage(site, ctx, page);
  };
}

export function showNewIntegration(site: Site): Middleware {
  return async function newIntegrationForm(ctx: Context) {
    await sendPage(site, ctx, formPage(ctx));
  };
}

export function createIntegration(site: Site): Middleware {
  return async function createOne(ctx: Context) {
    const { path } = placeHere(ctx);
    const [name, preset] = [field(ctx, 'name'), field(ctx, 'preset')];
    const tried = await attempt(() =>
      integrationCreate.perform(site, callerOf(ctx), { group: path, name, preset }, labelOf),
    );
    if ('problem' in tried) {
      const { problem } = tried;
      await sendPage(site, ctx, { ...formPage(ctx, { name, preset, problem }), status: 422 });
      return;
    }
    await say(site, ctx, { kind: 'done', text: `${name} is created. Generate a credential for it next.` });
    redirect(site, ctx, `${groupUrl(path, 'provisioning')}/${tried.done.id}`);
  };
}

const labels: Readonly<Record<string, string>> = { name: 'Name', preset: 'Identity provider' };
const labelOf = (argument: string) => labels[argument] ?? argument;

function formPage(ctx: Context, typed: { name?: string; preset?: string; problem?: string } = {}) {
  const place = placeHere(ctx);
  const at = groupUrl(place.path, 'provisioning');
  return newIntegrationPage({
    side: sideOf(place, 'provisioning'),
    crumbs: [{ to: at, text: 'Provisioning' }],
    at,
    maxName: limits.nameChars,
    providers: providerChoices,
    ...typed,
  });
}
