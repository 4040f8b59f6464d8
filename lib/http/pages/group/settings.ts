import { limits } from '../../../../config/limits.ts';
import { roles } from '../../../groups/index.ts';
import { integrationChange, integrationShow } from '../../../operations/index.ts';
import { settingsPage, type TypedSettings } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field, numberField } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { aroundHere, integrationHere, integrationUrl } from './integration.ts';

const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  defaultRole: 'Role of a new person',
  removalPeople: 'Number of people',
  removalPercent: 'Percentage of all people',
  removalWindowMinutes: 'Minutes',
};
const labelOf = (argument: string) => labels[argument] ?? argument;

export function showSettings(site: Site): Middleware {
  return async function settingsForm(ctx: Context) {
    const { name, description, settings, preview } = await integrationShow.perform(
      site,
      callerOf(ctx),
      integrationHere(ctx),
    );
    const typed = {
      name,
      description,
      defaultRole: settings.defaultRole,
      onEmailExists: settings.onEmailExists,
      onReturn: settings.onReturn,
      ignoreUnknownAttributes: String(settings.ignoreUnknownAttributes),
      singleReplaceAdds: String(settings.singleReplaceAdds),
      plainDiscovery: String(settings.plainDiscovery ?? false),
      strict: String(settings.strict ?? false),
      accountDiscovery: String(settings.accountDiscovery ?? false),
      removalGuard: settings.removalGuard,
      removalPeople: String(settings.removalPeople),
      removalPercent: String(settings.removalPercent),
      removalWindowMinutes: String(settings.removalWindowMinutes),
    };
    await sendPage(site, ctx, pageOf(ctx, { name, preview }, typed));
  };
}

export function saveSettings(site: Site): Middleware {
  return async function changeSettings(ctx: Context) {
    const caller = callerOf(ctx);
    const here = integrationHere(ctx);
    const integration = await integrationShow.perform(site, caller, here);
    const typed = typedIn(ctx);
    const wish = {
      ...here,
      ...typed,
      ignoreUnknownAttributes: typed.ignoreUnknownAttributes === 'true',
      singleReplaceAdds: typed.singleReplaceAdds === 'true',
      plainDiscovery: typed.plainDiscovery === 'true',
      strict: typed.strict === 'true',
      accountDiscovery: typed.accountDiscovery === 'true',
      removalPeople: numberField(ctx, 'removalPeople'),
      removalPercent: numberField(ctx, 'removalPercent'),
      removalWindowMinutes: numberField(ctx, 'removalWindowMinutes'),
    };
    const tried = await attempt(() => integrationChange.perform(site, caller, wish, labelOf));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...pageOf(ctx, integration, typed, tried.problem), status: 422 });
      return;
    }
    await say(site, ctx, { kind: 'done', text: 'The settings are saved.' });
    redirect(site, ctx, integrationUrl(ctx));
  };
}

function typedIn(ctx: Context): TypedSettings {
  return {
    name: field(ctx, 'name').trim(),
    description: field(ctx, 'description').trim(),
    defaultRole: field(ctx, 'defaultRole'),
    onEmailExists: field(ctx, 'onEmailExists'),
    onReturn: field(ctx, 'onReturn'),
    ignoreUnknownAttributes: field(ctx, 'ignoreUnknownAttributes'),
    singleReplaceAdds: field(ctx, 'singleReplaceAdds'),
    plainDiscovery: field(ctx, 'plainDiscovery'),
    strict: field(ctx, 'strict'),
    accountDiscovery: field(ctx, 'accountDiscovery'),
    removalGuard: field(ctx, 'removalGuard'),
    removalPeople: field(ctx, 'removalPeople'),
    removalPercent: field(ctx, 'removalPercent'),
    removalWindowMinutes: field(ctx, 'removalWindowMinutes'),
  };
}

function pageOf(
  ctx: Context,
  { name, preview }: { readonly name: string; readonly preview?: boolean | undefined },
  typed: TypedSettings,
  problem?: string,
) {
  return settingsPage({
    ...aroundHere(ctx, name),
    isPreview: preview === true,
    roles: roles.filter((role) => role !== 'owner'),
    maxName: limits.nameChars,
    typed,
    problem,
  });
}
