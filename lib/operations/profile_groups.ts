import { z } from 'zod';
import { lineOf, whyAccess } from '../access/index.ts';
import type { Account } from '../accounts/index.ts';
import { type Group, groupAt, groups, isByHand, type Member, memberOf, pathOf } from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import { removeByHand } from '../provisioning/index.ts';
import type { Reader } from '../store/index.ts';
import { groupPath } from './arguments.ts';
import { change, query } from './operation.ts';
import { ofOwnAccount } from './targets.ts';
import { iso, originViews } from './views.ts';

export const profileWhy = query({
  name: 'profile.why',
  summary: 'Explains why you have access to one of your groups, or no longer have it.',
  target: ofOwnAccount,
  input: z.object({ group: groupPath }),
  run: async (reader, _actor, { group: path }, { account, services }) => {
    const group = await ownGroup(reader, account, path);
    const { memberships, noAccess } = await whyAccess(services, group, account);
    const at = await pathOf(reader, group);
    const here = memberships.filter((membership) => membership.group === at);
    return {
      group: at,
      name: group.name,
      memberships: memberships.map(({ group, role, because, origins }) => ({
        ...{ group, role, because },
        origins: origins.map(({ kind, role: given, effective, since, decision }) => ({
          ...{ kind, role: given, effective, since, decision },
        })),
      })),
      noAccess: noAccess.map(({ decision }) => ({ decision })),
      isMember: here.length > 0,
      byHand: here.every(({ origins }) => origins.every(isByHand)),
    };
  },
});

export const profileLeave = change({
  name: 'profile.leave',
  summary: 'Ends your membership in a group, unless your organisation gives it.',
  target: ofOwnAccount,
  input: z.object({ group: groupPath }),
  run: async (unit, actor, { group: path }, { account, services: { registry } }) => {
    const group = await ownGroup(unit, account, path);
    const stays = await removeByHand(unit, registry.userType, { group, account, actor }).catch(unlessGiven);
    if (stays) throw given();
    return { group: await pathOf(unit, group), name: group.name };
  },
});

/** The memberships of an account under one top-level group, and when its organisation took them. */
export async function ownMemberships(reader: Reader, { rootId, memberships, deprovisioned }: Member) {
  const shown = await Promise.all(
    memberships.map(async ({ groupId, role, origins }) => {
      const group = await reader.get(groups, rootId, groupId);
      if (!group) return [];
      const path = await pathOf(reader, group);
      const kinds = [...new Set(originViews({ origins }).map(({ kind }) => kind))];
      return [{ path, name: group.name, role, origins: kinds }];
    }),
  );
  const root = deprovisioned && (await reader.get(groups, rootId, rootId));
  return {
    memberships: shown.flat(),
    ended: root ? [{ path: root.slug, name: root.name, at: iso(deprovisioned.at) }] : [],
  };
}

/** A group in which the account has or had a role, itself or above it. Hides all others. */
async function ownGroup(reader: Reader, { id }: Account, path: string): Promise<Group> {
  const group = await groupAt(reader, path).catch((error: unknown) => {
    if (error instanceof RuleError) return undefined;
    throw error;
  });
  const member = group && (await memberOf(reader, group.rootId, id));
  const line = group ? await lineOf(reader, group) : [];
  const held = [...(member?.memberships ?? []), ...(member?.deprovisioned?.taken ?? [])];
  const isOwn =
    group?.parentId === undefined || held.some(({ groupId }) => line.some((one) => one.id === groupId));
  if (!group || !member || !isOwn)
    throw new RuleError('not_found', 'You have no access to such a group. Check the path.');
  return group;
}

function unlessGiven(error: unknown): never {
  throw error instanceof RuleError && error.code === 'membership_not_by_hand' ? given() : error;
}

function given(): RuleError {
  return new RuleError(
    'membership_not_by_hand',
    'Your organisation gives you this role, so only the organisation can end it. Ask an owner of the group.',
  );
}
