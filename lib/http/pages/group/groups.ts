import { limits } from '../../../../config/limits.ts';
import { may } from '../../../access/index.ts';
import { groupMove, groupRename, groupTree, subgroupCreate } from '../../../operations/index.ts';
import { groupsBelowPage, moveGroupPage, renameGroupPage, type TypedGroup } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { placeHere } from './place.ts';
import { crumbsTo, groupUrl, sideOf } from './side.ts';
import { flat } from './tree.ts';

export function showGroupsBelow(site: Site): Middleware {
  return async function groupsBelow(ctx: Context) {
    await sendPage(site, ctx, await belowPage(site, ctx));
  };
}

export function createBelow(site: Site): Middleware {
  return async function createGroup(ctx: Context) {
    const typed = {
      slug: field(ctx, 'slug').trim(),
      name: field(ctx, 'name').trim(),
      kind: field(ctx, 'kind'),
    };
    const { slug, name, kind } = typed;
    const wish = { ...here(ctx), slug, project: kind === 'project', ...(name === '' ? {} : { name }) };
    const tried = await attempt(() => subgroupCreate.perform(site, callerOf(ctx), wish));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...(await belowPage(site, ctx, { typed, ...tried })), status: 422 });
      return;
    }
    await say(site, ctx, { kind: 'done', text: `${tried.done.name} is created.` });
    redirect(site, ctx, groupUrl(tried.done.path));
  };
}

export function showRename(site: Site): Middleware {
  return async function renameForm(ctx: Context) {
    await sendPage(site, ctx, renamePage(ctx));
  };
}

export function rename(site: Site): Middleware {
  return async function saveNames(ctx: Context) {
    const typed = { slug: field(ctx, 'slug').trim(), name: field(ctx, 'name').trim() };
    const tried = await attempt(() => groupRename.perform(site, callerOf(ctx), { ...here(ctx), ...typed }));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...renamePage(ctx, { ...typed, ...tried }), status: 422 });
      return;
    }
    await say(site, ctx, {
      kind: 'done',
      text: `The group is ${tried.done.name} at ${tried.done.path} now.`,
    });
    redirect(site, ctx, groupUrl(tried.done.path));
  };
}

export function showMove(site: Site): Middleware {
  return async function moveForm(ctx: Context) {
    if (placeHere(ctx).group.parentId === undefined) redirect(site, ctx, groupUrl(here(ctx).group));
    else await sendPage(site, ctx, await movePage(site, ctx));
  };
}

export function move(site: Site): Middleware {
  return async function moveGroup(ctx: Context) {
    const to = field(ctx, 'to').trim();
    const tried = await attempt(() => groupMove.perform(site, callerOf(ctx), { ...here(ctx), to }));
    if ('problem' in tried) {
      const page = await movePage(site, ctx, { typed: to, problem: tried.problem });
      await sendPage(site, ctx, { ...page, status: 422 });
      return;
    }
    const { changed, path } = tried.done;
    const text = changed ? `The group is at ${path} now.` : 'The group is already in this place.';
    await say(site, ctx, { kind: 'done', text });
    redirect(site, ctx, groupUrl(path));
  };
}

function here(ctx: Context) {
  return { group: placeHere(ctx).path };
}

interface Tried {
  readonly typed?: TypedGroup;
  readonly problem?: string;
}

async function belowPage(site: Site, ctx: Context, tried: Tried = {}) {
  const place = placeHere(ctx);
  const tree = await groupTree.perform(site, callerOf(ctx), here(ctx));
  const below = flat(tree.children);
  const { name } = tree;
  return groupsBelowPage({
    side: sideOf(place, 'groups'),
    crumbs: crumbsTo(place.path),
    at: groupUrl(place.path, 'groups'),
    group: { name, path: place.path },
    below: below.slice(0, limits.pageSize).map((one) => ({
      ...one,
      to: groupUrl(one.path),
      renameAt: groupUrl(one.path, 'rename'),
      moveAt: groupUrl(one.path, 'move'),
    })),
    more: Math.max(0, below.length - limits.pageSize),
    isOwner: may(place.parties, 'subgroup.create'),
    ...tried,
  });
}

function around(ctx: Context, page: string) {
  const place = placeHere(ctx);
  const { name } = place.group;
  return {
    side: sideOf(place),
    crumbs: [...crumbsTo(place.path), { to: groupUrl(place.path), text: name }],
    at: groupUrl(place.path, page),
    group: { name, path: place.path },
    back: groupUrl(place.path),
  };
}

function renamePage(ctx: Context, tried: { slug?: string; name?: string; problem?: string } = {}) {
  const { group, path } = placeHere(ctx);
  const { slug = group.slug, name = group.name, problem } = tried;
  const isTop = group.parentId === undefined;
  return renameGroupPage({ ...around(ctx, 'rename'), group: { name, path }, slug, isTop, problem });
}

async function movePage(site: Site, ctx: Context, tried: { typed?: string; problem?: string } = {}) {
  const { path } = placeHere(ctx);
  const top = path.split('/')[0] ?? '';
  const { children } = await groupTree.perform(site, callerOf(ctx), { group: top });
  const places = flat(children)
    .filter(({ kind }) => kind === 'group')
    .map((one) => one.path)
    .filter((other) => other !== path && !other.startsWith(`${path}/`));
  return moveGroupPage({
    ...around(ctx, 'move'),
    places: places.length < limits.pageSize ? [top, ...places] : undefined,
    parent: path.slice(0, path.lastIndexOf('/')),
    ...tried,
  });
}
