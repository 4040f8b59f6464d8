import type { UnitStore } from '../audit/index.ts';
import { groups, memberOf } from '../groups/index.ts';
import { all } from '../store/index.ts';
import { type Asking, accessTo, enforcements } from './enforcement.ts';

/** Whether a rule below a top-level group keeps an account out of a group that it is a member of. */
export async function isKeptOut(store: UnitStore, asking: Asking, rootId: string): Promise<boolean> {
  const rules = await all(store, enforcements, rootId);
  if (rules.every(({ mode }) => mode === 'off')) return false;
  const member = await memberOf(store, rootId, asking.account.id);
  for (const id of new Set([...rules.map((rule) => rule.id), ...(member?.groupIds ?? [])])) {
    const group = await store.get(groups, rootId, id);
    if (group && (await accessTo(store, asking, group)).kind === 'saml_required') return true;
  }
  return false;
}
