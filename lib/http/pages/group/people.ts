import { identityList, identityShow, integrationList, logList } from '../../../operations/index.ts';
import { type PeopleFilter, peoplePage, userPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { shownRequest } from './log_entries.ts';
import { placeHere } from './place.ts';
import { queried } from './queried.ts';
import { groupUrl, sideOf } from './side.ts';

const PAGE = 50;
/** The requests on the page of a user. */
const LATEST = 5;
/** The characters of a resource on the page of a user. */
const JSON_CHARS = 8_000;

export function showPeople(site: Site): Middleware {
  return async function usersOfGroup(ctx: Context) {
    const place = placeHere(ctx);
    const group = place.path;
    const { integrations } = await integrationList.perform(site, callerOf(ctx), { group });
    const filter = filterOf(ctx, integrations[0]?.id);
    const after = queried(ctx, 'after');
    const tried = await attempt(async () =>
      integrations.length === 0
        ? undefined
        : identityList.perform(site, callerOf(ctx), wishOf(group, filter, after)),
    );
    const found = 'done' in tried ? tried.done : undefined;
    const page = peoplePage({
      ...urlsOf(group),
      side: sideOf(place, 'people'),
      at: groupUrl(group, 'people'),
      filter,
      integrations,
      conflicts: integrations
        .filter(({ needAttention }) => needAttention > 0)
        .map(({ id, name, needAttention }) => ({ name, count: needAttention, to: attentionUrl(group, id) })),
      users: found?.identities ?? [],
      isLater: after !== '',
      next: found?.next,
      problem: 'problem' in tried ? tried.problem : undefined,
    });
    await sendPage(site, ctx, { ...page, status: 'problem' in tried ? 422 : 200 });
  };
}

export function showUser(site: Site): Middleware {
  return async function userOfGroup(ctx: Context) {
    const place = placeHere(ctx);
    const group = place.path;
    const caller = callerOf(ctx);
    const { resource, integration, ...user } = await identityShow.perform(site, caller, {
      group,
      identity: String(ctx.params.user ?? ''),
    });
    const [{ integrations }, { entries, next }] = await Promise.all([
      integrationList.perform(site, caller, { group }),
      logList.perform(site, caller, { group, user: user.id, limit: LATEST }),
    ]);
    const json = JSON.stringify(resource, undefined, 2);
    const id = integrations.find(({ name }) => name === integration)?.id ?? integration;
    const page = userPage({
      ...urlsOf(group),
      side: sideOf(place, 'people'),
      crumbs: [{ to: groupUrl(group, 'people'), text: 'People' }],
      attentionAt: attentionUrl(group, id),
      logAt: `${groupUrl(group, 'log')}?user=${encodeURIComponent(user.id)}`,
      integration,
      user,
      attributes: attributesOf(resource),
      json: json.slice(0, JSON_CHARS),
      isCut: json.length > JSON_CHARS,
      latest: entries.map((entry) => shownRequest(entry, groupUrl(group, 'log'))),
      hasOlder: next !== undefined,
    });
    await sendPage(site, ctx, page);
  };
}

function filterOf(ctx: Context, first: string | undefined): PeopleFilter {
  const integration = queried(ctx, 'integration');
  return {
    integration: integration === '' ? (first ?? '') : integration,
    search: queried(ctx, 'search').trim(),
    state: queried(ctx, 'state'),
  };
}

function wishOf(group: string, { integration, search, state }: PeopleFilter, after: string) {
  return {
    ...{ group, integration, limit: PAGE },
    ...(search === '' ? {} : { search }),
    ...(state === '' ? {} : { state }),
    ...(after === '' ? {} : { after }),
  };
}

function urlsOf(group: string) {
  return { membersAt: groupUrl(group, 'members'), provisioningAt: groupUrl(group, 'provisioning') };
}

function attentionUrl(group: string, integration: string): string {
  return `${groupUrl(group, 'provisioning')}/${encodeURIComponent(integration)}/attention`;
}

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The attributes that people know a colleague by. */
function attributesOf(resource: Readonly<Record<string, unknown>>) {
  const enterprise = (resource[ENTERPRISE] ?? {}) as Readonly<Record<string, unknown>>;
  const values: Readonly<Record<string, unknown>> = {
    'Display name': resource.displayName,
    'E-mails': listed(resource.emails),
    Title: resource.title,
    Department: enterprise.department,
    'Employee number': enterprise.employeeNumber,
    'User type': resource.userType,
    Language: resource.preferredLanguage,
    Active: resource.active === false ? 'no' : 'yes',
  };
  return Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [{ name, value: value.slice(0, 500) }] : [],
  );
}

/** The values of a multi-valued attribute. */
function listed(entries: unknown): string {
  if (!Array.isArray(entries)) return '';
  return entries
    .map((entry: unknown) =>
      typeof entry === 'object' && entry !== null && 'value' in entry ? String(entry.value) : '',
    )
    .filter((value) => value !== '')
    .join(', ');
}
