import { limits } from '../../../config/limits.ts';
import type { Actor, Unit } from '../../audit/index.ts';
import { begin, type Kind, type Step, type Work, works } from '../../jobs/index.ts';
import { identities } from '../collections.ts';
import { linkEffects } from '../links/effects.ts';
import type { Cause } from '../links/grants.ts';
import { directoryMembers } from './collections.ts';
import { Directory } from './directory.ts';
import { type Ended, followLink } from './follow_link.ts';
import type { GroupLink } from './types.ts';

/** The users whose roles to recalculate: these identities, then those of a directory group and the groups in it, then those of a link. */
interface State {
  readonly identityIds?: readonly string[];
  readonly groupId?: string;
  /** Means every account that has a role in the target from this link. */
  readonly link?: Ended;
  /** The end of the last step: in the groups, then among the members of the target. */
  readonly after?: string;
}

export type Recalculation = Work<State>;

const kind = 'recalculation';

export function isRecalculation(work: Work): work is Recalculation {
  return work.kind === kind;
}

/** Recalculates the roles that links give, a few people per step. */
export const recalculation: Kind<State> = {
  name: kind,
  step: (unit, work) => {
    const { identityIds, groupId, link } = work.state;
    if (identityIds || groupId !== undefined) return settleSome(unit, work);
    return link ? followLink(unit, work, link) : Promise.resolve({ state: work.state, next: 'end' });
  },
};

/** Whether a change in a directory group can affect roles, because the group has links or has just lost one. */
export async function reachesLinks(
  unit: Unit,
  directory: Directory,
  { id, integrationId }: { readonly id: string; readonly integrationId: string },
  rootId: string,
): Promise<boolean> {
  const open = { index: 'open', equal: [integrationId], limit: 1 };
  if ((await unit.list(works, rootId, open)).items.length > 0) return true;
  return (await directory.linksOf([id])).length > 0;
}

/** Like `beginRecalculation`, for any number of identities. Splits them, so that no step rewrites a large document. */
export function beginRecalculations(
  unit: Unit,
  cause: Cause,
  identityIds: readonly string[],
): Recalculation[] {
  const recalculations: Recalculation[] = [];
  for (let at = 0; at < identityIds.length; at += limits.recalculatedAtOnce) {
    const some = identityIds.slice(at, at + limits.recalculatedAtOnce);
    recalculations.push(beginRecalculation(unit, cause, { identityIds: some }));
  }
  return recalculations;
}

/** Begins a recalculation of roles in the transaction of the change that affects them. */
export function beginRecalculation(
  unit: Unit,
  { integration, id: cause }: Cause,
  whom: Omit<State, 'after'>,
  actor?: Actor,
): Recalculation {
  const { id: subject, rootId } = integration;
  return begin(unit, { kind, rootId, subject, cause, state: whom, ...(actor ? { actor } : {}) });
}

/** Begins to end the roles that a link gave, in the transaction that ends the link. */
export function beginLinkEnd(
  unit: Unit,
  { id, integrationId, rootId, targetId }: GroupLink,
  cause: string,
): Recalculation {
  const place = { integration: { id: integrationId, rootId }, id: cause };
  return beginRecalculation(unit, place, { link: { id, targetId } });
}

async function settleSome(unit: Unit, work: Recalculation): Promise<Step<State>> {
  const { rootId, subject } = work;
  const directory = new Directory(unit, subject);
  const { identityIds, rest } = work.state.identityIds
    ? chunkOf(work.state, work.state.identityIds)
    : await pageOf(unit, directory, work);
  const found = await unit.getMany(identities, subject, identityIds);
  const people = found.filter((person) => person !== undefined);
  const effects = await linkEffects(unit, directory, { id: subject, rootId });
  await effects.settle(unit, directory, { conflictsWithReactivation: true }, work.cause, people);
  const { link } = work.state;
  const state = rest ?? (link ? { link } : {});
  return { state, done: identityIds.length, next: rest || link ? 'step' : 'end' };
}

interface Chunk {
  readonly identityIds: readonly string[];
  readonly rest: State | undefined;
}

function chunkOf(state: State, ids: readonly string[]): Chunk {
  const rest = ids.slice(limits.recalculatedAtOnce);
  return {
    identityIds: ids.slice(0, limits.recalculatedAtOnce),
    rest: rest.length > 0 ? { ...state, identityIds: rest } : undefined,
  };
}

/** The next page of the group and the groups below it. `after` is a group and the cursor in it. */
async function pageOf(unit: Unit, directory: Directory, { subject, state }: Recalculation): Promise<Chunk> {
  const most = limits.recalculatedAtOnce;
  const [at = '', cursor] = state.after?.split(' ') ?? [];
  const groups = [...(await directory.below([state.groupId ?? '']))].sort().filter((id) => id >= at);
  const people = new Set<string>();
  let looks = 0;
  for (const [index, id] of groups.entries()) {
    const page = await unit.list(directoryMembers, subject, {
      index: 'group',
      equal: [id],
      limit: most - people.size,
      ...(id === at && cursor !== undefined ? { after: cursor } : {}),
    });
    for (const { kind: member, memberId } of page.items) if (member === 'User') people.add(memberId);
    looks += 1;
    const after = page.next === undefined ? groups[index + 1] : `${id} ${page.next}`;
    const isEnough = page.next !== undefined || people.size >= most || looks >= most;
    if (isEnough && after !== undefined) return { identityIds: [...people], rest: { ...state, after } };
  }
  return { identityIds: [...people], rest: undefined };
}
