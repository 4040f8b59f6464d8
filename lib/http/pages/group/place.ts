import { type Access, accessTo, may, type Party, partiesOf } from '../../../access/index.ts';
import { type Group, groupAt, pathOf } from '../../../groups/index.ts';
import { RuleError } from '../../../kernel/index.ts';
import { integrationList } from '../../../operations/index.ts';
import { samlRequiredPage } from '../../../views/index.ts';
import type { Context, GroupPlace, Middleware, Next } from '../../types.ts';
import { pageNotFound } from '../page_error.ts';
import { sendPage } from '../send_page.ts';
import { signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';

const PREFIX = '/groups/';

/**
 * Finds the group of the URL and the person's parties. Answers a stranger with 404; tells a member who must sign in
 * with SAML where to do so.
 */
export function findPlace(site: Site): Middleware {
  const { services } = site;
  return async function findGroup(ctx: Context, next: Next) {
    const { store } = services;
    const group = await groupOrNone(site, pathIn(ctx));
    const { account, session } = signedIn(ctx);
    const access: Access = group
      ? await accessTo(store, { account, sessions: [session] }, group)
      : { kind: 'not_a_member' };
    if (!group || access.kind === 'not_a_member') throw pageNotFound();
    const path = await pathOf(store, group);
    const { name } = group;
    if (access.kind === 'saml_required') {
      const { role } = access;
      const signOn = `${access.signOn}?return_to=${encodeURIComponent(`${PREFIX}${path}`)}`;
      await sendPage(site, ctx, { ...samlRequiredPage({ name, path, role, signOn }), status: 403 });
      return;
    }
    const parties = await partiesHere(site, ctx, group);
    const needs = await needsHere(site, ctx, path, parties);
    ctx.state.place = { group, path, role: access.role, parties, needs };
    await next();
  };
}

/** The group of this request; only after `findPlace`. */
export function placeHere(ctx: Context): GroupPlace {
  if (!ctx.state.place) throw new Error('this route is not behind findPlace');
  return ctx.state.place;
}

async function partiesHere({ services }: Site, ctx: Context, group: Group): Promise<readonly Party[]> {
  const parties = await partiesOf(services.store, callerOf(ctx), { group });
  return parties === 'saml_required' ? [] : parties;
}

/** The number of people who need an owner's decision, in all integrations of the top-level group together. */
async function needsHere(site: Site, ctx: Context, path: string, parties: readonly Party[]): Promise<number> {
  if (!may(parties, 'integration.list')) return 0;
  const [group] = path.split('/');
  const { integrations } = await integrationList.perform(site, callerOf(ctx), { group });
  return integrations.reduce((sum, { needAttention }) => sum + needAttention, 0);
}

async function groupOrNone({ services }: Site, path: string): Promise<Group | undefined> {
  try {
    return await groupAt(services.store, path);
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}

/** The part before `/-/` is the group's path. */
function pathIn(ctx: Context): string {
  const written = ctx.path.slice(PREFIX.length).replace(/\/-\/.*$|\/$/, '');
  try {
    return decodeURIComponent(written);
  } catch {
    throw pageNotFound();
  }
}
