import { limits } from '../../../config/limits.ts';
import type { Unit, UnitStore } from '../../audit/index.ts';
import { farthest } from '../../store/index.ts';
import { identities } from '../collections.ts';
import { type Cause, settleGrants } from '../links/grants.ts';
import { finishRoles, type RoleParts } from '../role_attributes/role_recalculation.ts';
import type { Identity } from '../types.ts';
import { directoryMembers, recalculations } from './collections.ts';
import { Directory } from './directory.ts';
import { followLink } from './follow_link.ts';
import { Nesting } from './nesting.ts';
import type { Recalculation } from './types.ts';

/**
 * Whose roles to recalculate: everybody in a directory group and below it, these identities, or everybody in the groups
 * where attributes give roles.
 */
export type Whom =
  | { readonly groupId: string }
  | { readonly identityIds: readonly string[] }
  | { readonly roleGroups: readonly string[] };

/** Whether a change in a directory group can affect roles: the group has links, or has just lost one. */
export async function reachesLinks(
  unit: Unit,
  { id, integrationId }: { readonly id: string; readonly integrationId: string },
): Promise<boolean> {
  const { items } = await unit.list(recalculations, integrationId, { limit: 1 });
  if (items.length > 0) return true;
  const links = await (await Directory.read(unit, integrationId)).linksOf([id]);
  return links.length > 0;
}

/**
 * Like `noteRecalculation`, for any number of identities. Splits them over several notes, so that no note is rewritten.
 */
export function notePeople(unit: Unit, cause: Cause, identityIds: readonly string[]): Recalculation[] {
  const notes: Recalculation[] = [];
  for (let at = 0; at < identityIds.length; at += limits.recalculatedAtOnce) {
    const some = identityIds.slice(at, at + limits.recalculatedAtOnce);
    notes.push(noteRecalculation(unit, cause, { identityIds: some }));
  }
  return notes;
}

/** Records, in the transaction of a change, whose roles to recalculate. `finish` does it, also after a restart. */
export function noteRecalculation(unit: Unit, { integration, id: cause }: Cause, whom: Whom): Recalculation {
  const { id: integrationId, rootId } = integration;
  const note = { id: unit.id(), integrationId, rootId, createdAt: unit.now(), cause };
  return unit.insert(recalculations, { ...note, ...whom });
}

/** Works through a note of any kind. */
export function finishNote(parts: RoleParts, note: Recalculation): Promise<void> {
  if (note.roleGroups) return finishRoles(parts, note);
  return note.link ? followLink(parts.store, note) : finish(parts.store, note);
}

/** Finishes a note, a few identities per transaction. A change that adds a member updates that member itself. */
export async function finish(store: UnitStore, note: Recalculation): Promise<void> {
  const takeStep = async (unit: Unit): Promise<boolean> => {
    const present = await unit.get(recalculations, note.integrationId, note.id);
    return present !== undefined && step(unit, present);
  };
  while (await store.transaction(takeStep));
}

/**
 * Finishes the notes that stopped processes left, of all integrations. A note that fails waits and does not stop the
 * others; then throws `AggregateError` at the end.
 */
export async function finishLeft(parts: RoleParts): Promise<void> {
  const { store } = parts;
  const { items } = await store.sweep(recalculations, { index: 'age', limit: 100 });
  const failed: Error[] = [];
  const now = store.now();
  const isWrong = ({ createdAt, failures = 0 }: Recalculation) => createdAt > now + waitAfter(failures);
  const wrong = await farthest(store, recalculations, { index: 'age', limit: 100 }, isWrong);
  for (const note of [
    ...items.filter(({ createdAt }) => createdAt < now - limits.recalculationGrace),
    ...wrong,
  ])
    try {
      await finishNote(parts, note);
    } catch (cause) {
      await putOff(store, note);
      failed.push(
        new Error(`the recalculation ${note.id} of the integration ${note.integrationId}`, { cause }),
      );
    }
  if (failed.length > 0)
    throw new AggregateError(failed, `${failed.length} recalculations wait, for they failed`);
}

/** Delays a note, each time twice as long. */
function putOff(store: UnitStore, { integrationId, id }: Recalculation): Promise<void> {
  return store.transaction(async (unit) => {
    const present = await unit.get(recalculations, integrationId, id);
    if (!present) return;
    const failures = (present.failures ?? 0) + 1;
    unit.update(recalculations, { ...present, failures, createdAt: unit.now() + waitAfter(failures) });
  });
}

function waitAfter(failures: number): number {
  return failures === 0 ? 0 : Math.min(limits.recalculationGrace * 2 ** failures, limits.recalculationWait);
}

/** Whether more is left to do. */
async function step(unit: Unit, note: Recalculation): Promise<boolean> {
  const { identityIds, rest } = note.identityIds ? chunkOf(note, note.identityIds) : await pageOf(unit, note);
  const cause = { integration: { id: note.integrationId, rootId: note.rootId }, id: note.cause };
  const found = await unit.getMany(identities, note.integrationId, identityIds);
  await settleGrants(
    unit,
    await Directory.read(unit, note.integrationId),
    { meetsReturn: true },
    cause,
    found.filter((person): person is Identity => person !== undefined),
  );
  if (rest) unit.update(recalculations, rest);
  else unit.remove(recalculations, note);
  return rest !== undefined;
}

interface Chunk {
  readonly identityIds: readonly string[];
  readonly rest: Recalculation | undefined;
}

function chunkOf(note: Recalculation, ids: readonly string[]): Chunk {
  const rest = ids.slice(limits.recalculatedAtOnce);
  return {
    identityIds: ids.slice(0, limits.recalculatedAtOnce),
    rest: rest.length > 0 ? { ...note, identityIds: rest } : undefined,
  };
}

/** The next page of the note's group and the groups below it. `after` is a group and the cursor in it. */
async function pageOf(unit: Unit, note: Recalculation): Promise<Chunk> {
  const most = limits.recalculatedAtOnce;
  const nesting = await Nesting.read(unit, note.integrationId);
  const [at = '', cursor] = note.after?.split(' ') ?? [];
  const groups = [...nesting.below([note.groupId ?? ''])].sort().filter((id) => id >= at);
  const people = new Set<string>();
  let looks = 0;
  for (const [index, id] of groups.entries()) {
    const page = await unit.list(directoryMembers, note.integrationId, {
      index: 'group',
      equal: [id],
      limit: most - people.size,
      ...(id === at && cursor !== undefined ? { after: cursor } : {}),
    });
    for (const { kind, memberId } of page.items) if (kind === 'User') people.add(memberId);
    looks += 1;
    const after = page.next === undefined ? groups[index + 1] : `${id} ${page.next}`;
    const isEnough = page.next !== undefined || people.size >= most || looks >= most;
    if (isEnough && after !== undefined) return { identityIds: [...people], rest: { ...note, after } };
  }
  return { identityIds: [...people], rest: undefined };
}
