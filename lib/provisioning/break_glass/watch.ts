import { limits } from '../../../config/limits.ts';
import type { Unit, UnitStore } from '../../audit/index.ts';
import { groupPaths, mailOwners } from '../../groups/index.ts';
import { type Collection, type Doc, every, PLATFORM, type Reader } from '../../store/index.ts';
import { isShort, standingOf } from './standing.ts';

/** A top-level group whose owners have heard that it has too few break-glass owners. The `id` is that of the group. */
interface BreakGlassWarning extends Doc {
  readonly rootId: string;
  readonly since: number;
}

export const breakGlassWarnings: Collection<BreakGlassWarning> = {
  name: 'break_glass_warnings',
  scope: 'rootId',
  unique: {},
  indexes: { since: { fields: ['since'], global: true } },
};

/** Looks at every top-level group. Warns its owners once when it has too few break-glass owners, and notes when it has enough. */
export async function watchBreakGlass(store: UnitStore): Promise<void> {
  for await (const { rootId } of every(store, groupPaths, PLATFORM))
    if (await isNews(store, rootId)) await store.transaction((unit) => settle(unit, rootId));
}

/** Whether the owners have not heard yet of what is now. */
async function isNews(reader: Reader, rootId: string): Promise<boolean> {
  const warning = await reader.get(breakGlassWarnings, rootId, rootId);
  return isShort(await standingOf(reader, rootId)) !== (warning !== undefined);
}

async function settle(unit: Unit, rootId: string): Promise<void> {
  if (!(await isNews(unit, rootId))) return;
  const warning = await unit.get(breakGlassWarnings, rootId, rootId);
  const owners = (await standingOf(unit, rootId)).owners.length;
  const wanted = limits.breakGlassOwners;
  unit.record({
    rootId,
    actor: { kind: 'system' },
    action: warning ? 'break_glass.restored' : 'break_glass.missing',
    target: { kind: 'group', id: rootId },
    detail: { owners, wanted },
  });
  if (warning) unit.remove(breakGlassWarnings, warning);
  else {
    unit.insert(breakGlassWarnings, { id: rootId, rootId, since: unit.now() });
    await mailOwners(unit, rootId, (group) => ({ template: 'break_glass', group, owners, wanted }));
  }
}
