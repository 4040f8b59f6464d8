import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { lineOf, may } from '../access/index.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { domainsOf } from '../domains/index.ts';
import {
  checkSlug,
  createSubgroup,
  createTopLevelGroup,
  type Group,
  groupAt,
  groupPaths,
  groups,
  highest,
  memberOf,
  members,
  moveInto,
  pathsOf,
  type Role,
  refuseFullTree,
  samlProviders,
} from '../groups/index.ts';
import { listIntegrations, renameConnectedGroup } from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { every, PLATFORM, type Reader } from '../store/index.ts';
import { scimUrlOf } from './addresses.ts';
import { checkedText, chosenName, groupPath, pageOf, paging } from './arguments.ts';
import { type BreakGlassView, breakGlassView } from './break_glass.ts';
import { change, query } from './operation.ts';
import { enforcementView } from './saml_enforcement.ts';
import { ofGroup, ofPlatform } from './targets.ts';
import { type GroupView, groupView, iso } from './views.ts';

/** A group with everything below it. */
export interface TreeView extends GroupView {
  readonly children: readonly TreeView[];
}

const newSlug = checkedText(checkSlug).describe('the last part of its path');
const newName = chosenName.exactOptional().describe('display name; by default the last part of the path');

export const groupCreate = change({
  name: 'group.create',
  summary: 'Creates a top-level group.',
  target: ofPlatform,
  input: z.object({ slug: newSlug, name: newName }),
  run: async (unit, actor, { slug, name }) => {
    const group = await createTopLevelGroup(unit, { slug, ...(name ? { name } : {}) });
    return noted(unit, actor, group);
  },
});

export const subgroupCreate = change({
  name: 'subgroup.create',
  summary: 'Creates a subgroup or a project below a group.',
  target: ofGroup,
  input: z.object({
    group: groupPath,
    slug: newSlug,
    name: newName,
    project: z.boolean().default(false).describe('creates a project, which has no subgroups'),
  }),
  run: async (unit, actor, { slug, name, project }, { group: parent, services: { store } }) => {
    await refuseFullTree(store, parent.rootId);
    const kind = project ? 'project' : 'group';
    const group = await createSubgroup(unit, parent, { slug, kind, ...(name ? { name } : {}) });
    return noted(unit, actor, group);
  },
});

export const groupList = query({
  name: 'group.list',
  summary: 'Lists the top-level groups.',
  target: ofPlatform,
  input: z.object(paging),
  run: async (reader, _actor, page) => {
    const paths = await reader.list(groupPaths, PLATFORM, pageOf(page));
    const found = await Promise.all(
      paths.items.map(async ({ id, rootId }) => {
        const group = await reader.get(groups, rootId, rootId);
        return group?.slugKey === id ? [await groupView(reader, group)] : [];
      }),
    );
    return { groups: found.flat(), ...(paths.next === undefined ? {} : { next: paths.next }) };
  },
});

export const groupShow = query({
  name: 'group.show',
  summary: 'Shows a group; for a top-level group also its endpoint and former paths.',
  target: ofGroup,
  input: z.object({ group: groupPath }),
  run: async (reader, { accountId = '' }, _input, { group, parties, publicUrl, services: { store } }) => {
    const role = await roleIn(reader, group, accountId);
    const counted = { index: 'group', equal: [group.id], limit: limits.shownMemberCount + 1 };
    const memberCount = await store.count(members, group.rootId, counted);
    const isMore = memberCount > limits.shownMemberCount;
    const enforcement = await enforcementView(reader, group);
    return {
      ...(await groupView(reader, group)),
      members: Math.min(memberCount, limits.shownMemberCount),
      ...(isMore ? { moreMembers: true } : {}),
      ...(role === undefined ? {} : { role }),
      ...(enforcement.from === undefined ? {} : { enforcement }),
      ...(may(parties, 'group.rename') ? await connections(reader, group, publicUrl) : {}),
    };
  },
});

/** The role in effect of an account in a group, inherited ones included. */
async function roleIn(reader: Reader, group: Group, accountId: string): Promise<Role | undefined> {
  const [line, member] = await Promise.all([
    lineOf(reader, group),
    memberOf(reader, group.rootId, accountId),
  ]);
  const held = (member?.memberships ?? []).filter(({ groupId }) => line.some(({ id }) => id === groupId));
  return held.length === 0 ? undefined : highest(held.map(({ role }) => role));
}

export const groupRename = change({
  name: 'group.rename',
  summary: 'Changes the path or the name of a group. The SCIM endpoint also answers under the former path.',
  target: ofGroup,
  input: z.object({
    group: groupPath,
    slug: checkedText(checkLastPart).exactOptional().describe('the new last part of its path'),
    name: newName.describe('the new display name'),
  }),
  run: async (unit, actor, { group: from, ...wish }, { group, publicUrl }) => {
    const renamed = await renameConnectedGroup(unit, group, wish, actor);
    const isTop = renamed.parentId === undefined;
    return {
      from,
      ...(await groupView(unit, renamed)),
      ...(isTop ? { scimUrl: scimUrlOf(publicUrl, renamed.slug) } : {}),
    };
  },
});

export const groupMove = change({
  name: 'group.move',
  summary: 'Moves a subgroup or project into another group of its tree. Memberships and links stay.',
  target: ofGroup,
  input: z.object({
    group: groupPath,
    to: z.string().min(1).describe('path of the group that will contain it'),
  }),
  run: async (unit, actor, { group: from, to }, { group }) => {
    const moved = await moveInto(unit, group, await inTree(unit, group, to), actor);
    return { from, changed: moved.parentId !== group.parentId, ...(await groupView(unit, moved)) };
  },
});

/** The group at a path, in the tree of another one. Others are as if they did not exist. */
async function inTree(reader: Reader, { rootId }: Group, path: string): Promise<Group> {
  const found = await groupAt(reader, path).catch((error: unknown) => {
    if (!(error instanceof RuleError)) throw error;
  });
  if (found?.rootId !== rootId)
    throw new RuleError('target_outside_group', `This top-level group contains no group ${path}.`);
  return found;
}

export const groupTree = query({
  name: 'group.tree',
  summary: 'Shows everything below a group.',
  target: ofGroup,
  input: z.object({ group: groupPath }),
  run: async (reader, _actor, _input, { group }) =>
    treeBelow(await groupView(reader, group), await byParent(every(reader, groups, group.rootId))),
});

/**
 * The integrations and SAML provider of a top-level group; none for a subgroup. Visible to people who may change the
 * group.
 */
interface Connections {
  readonly scimUrl: string;
  readonly formerPaths: readonly string[];
  readonly domains: readonly string[];
  readonly integrations: readonly string[];
  readonly saml: boolean;
  readonly breakGlass: BreakGlassView;
}

async function connections(reader: Reader, group: Group, publicUrl: string): Promise<Partial<Connections>> {
  if (group.parentId !== undefined) return {};
  const [paths, domains, integrations, provider, breakGlass] = await Promise.all([
    pathsOf(reader, group.id),
    domainsOf(reader, group.id),
    listIntegrations(reader, group.id),
    reader.find(samlProviders, group.id, 'root', group.id),
    breakGlassView(reader, group.id),
  ]);
  return {
    scimUrl: scimUrlOf(publicUrl, group.slug),
    formerPaths: paths.filter((former) => former !== group.slugKey),
    domains: domains.filter(({ verified }) => verified).map(({ domain }) => domain),
    integrations: integrations.map(({ name }) => name),
    saml: provider?.idp !== undefined,
    breakGlass,
  };
}

async function noted(unit: Unit, actor: Actor, group: Group): Promise<GroupView> {
  const view = await groupView(unit, group);
  const { id, rootId, kind } = group;
  const detail = { path: view.path, kind };
  unit.record({ rootId, actor, action: 'group.created', target: { kind: 'group', id }, detail });
  return view;
}

function checkLastPart(slug: string): void {
  if (slug.includes('/'))
    throw new RuleError(
      'group_not_movable',
      `Only the last part of the path can change. Give that alone: ${slug.slice(slug.lastIndexOf('/') + 1)}`,
    );
  checkSlug(slug);
}

async function byParent(all: AsyncIterable<Group>): Promise<Map<string, Group[]>> {
  const children = new Map<string, Group[]>();
  for await (const group of all) {
    if (group.parentId === undefined) continue;
    const siblings = children.get(group.parentId);
    if (siblings) siblings.push(group);
    else children.set(group.parentId, [group]);
  }
  return children;
}

function treeBelow(view: GroupView, children: ReadonlyMap<string, readonly Group[]>): TreeView {
  const below = (children.get(view.id) ?? []).toSorted((a, b) => (a.slugKey < b.slugKey ? -1 : 1));
  return {
    ...view,
    children: below.map(({ id, slug, name, kind, createdAt }) =>
      treeBelow({ id, path: `${view.path}/${slug}`, name, kind, createdAt: iso(createdAt) }, children),
    ),
  };
}
