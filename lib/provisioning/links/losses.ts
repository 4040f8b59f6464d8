import { limits } from '../../../config/limits.ts';
import type { Unit, UnitStore } from '../../audit/index.ts';
import { type Member, memberOf } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { every } from '../../store/index.ts';
import { identities } from '../collections.ts';
import { directoryMembers } from '../directory/collections.ts';
import type { Directory } from '../directory/directory.ts';
import type { DirectoryGroup, DirectoryMember } from '../directory/types.ts';
import { mayCount, settingsOf } from '../removal_guard/guard.ts';
import type { Identity } from '../types.ts';
import { type Loss, lossOf } from '../users/membership.ts';
import { grantsOf, linksApply } from './grants.ts';

/** The state after the change. */
interface Rest {
  readonly directory: Directory;
  /** The links that the change may end for a member. */
  readonly linkIds: ReadonlySet<string>;
  /** The ids of the edges that the change removes. */
  readonly gone: ReadonlySet<string>;
}

/** The number of identities in one step. */
const STEP = 100;

/**
 * The accounts that lose a membership when these members leave a group; a nested group counts with everybody below it.
 * The guard of mass removals needs them before anything is stored, because it cannot refuse a later recalculation.
 * Stops at a number that every setting refuses.
 */
export async function lossesBy(
  unit: Unit,
  store: UnitStore,
  directory: Directory,
  integration: Integration,
  group: Pick<DirectoryGroup, 'id'>,
  left: readonly DirectoryMember[],
): Promise<Loss[]> {
  if (left.length === 0 || settingsOf(integration).removalGuard === 'off') return [];
  const links = await directory.linksOf([group.id]);
  if (links.length === 0) return [];
  const rest = {
    directory,
    linkIds: new Set(links.map(({ id }) => id)),
    gone: new Set(left.map(({ id }) => id)),
  };
  const lost = new Map<string, Loss>();
  for await (const ids of inSteps(usersBehind(store, directory, left))) {
    const found = await Promise.all(ids.map((id) => lossBy(store, integration, rest, id)));
    for (const loss of found)
      if (loss && mayCount(unit.now(), integration, loss)) lost.set(loss.accountId, loss);
    if (lost.size > limits.removalPeople) break;
  }
  return [...lost.values()];
}

async function lossBy(
  store: UnitStore,
  integration: Integration,
  rest: Rest,
  id: string,
): Promise<Loss | undefined> {
  const person = await store.get(identities, integration.id, id);
  if (!person?.accountId) return undefined;
  const member = await memberOf(store, integration.rootId, person.accountId);
  const isLost =
    member !== undefined && linksApply(person, member) && (await losesSome(store, rest, person, member));
  return isLost ? lossOf(member, integration) : undefined;
}

async function losesSome(
  store: UnitStore,
  { directory, linkIds, gone }: Rest,
  person: Identity,
  { memberships }: Member,
): Promise<boolean> {
  const atStake = memberships.filter(({ origins }) =>
    origins.every(({ kind, source = '' }) => kind === 'directory_group' && linkIds.has(source)),
  );
  if (atStake.length === 0) return false;
  const grants = await grantsOf(store, directory, person, ({ id }) => !gone.has(id));
  const kept = new Set(grants.map(({ targetId }) => targetId));
  return atStake.some(({ groupId }) => !kept.has(groupId));
}

async function* usersBehind(
  store: UnitStore,
  directory: Directory,
  left: readonly DirectoryMember[],
): AsyncGenerator<string> {
  for (const { kind, memberId } of left) if (kind === 'User') yield memberId;
  const groups = left.filter(({ kind }) => kind === 'Group').map(({ memberId }) => memberId);
  const integrationId = left[0]?.integrationId ?? '';
  for (const id of groups.length > 0 ? await directory.below(groups) : [])
    for await (const edge of every(store, directoryMembers, integrationId, { index: 'group', equal: [id] }))
      if (edge.kind === 'User') yield edge.memberId;
}

async function* inSteps(ids: AsyncIterable<string>): AsyncGenerator<string[]> {
  let step: string[] = [];
  for await (const id of ids) {
    step.push(id);
    if (step.length < STEP) continue;
    yield step;
    step = [];
  }
  if (step.length > 0) yield step;
}
