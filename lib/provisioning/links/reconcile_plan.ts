import { limits } from '../../../config/limits.ts';
import type { View } from '../../audit/index.ts';
import type { Member } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { identities } from '../collections.ts';
import { Directory } from '../directory/directory.ts';
import { linkedOf, moveOf, type RoleMove, roleIn } from './link_plan.ts';
import { checkReconcilable } from './reconcile.ts';

/** A person whose role in a group differs from the one that the links give now. */
interface RoleDifference extends RoleMove {
  readonly groupId: string;
}

interface ReconcilePlan {
  readonly differences: readonly RoleDifference[];
  /** The number of users of the integration in this part of the plan. */
  readonly looked: number;
  /** The start of the next part; absent on the last one. */
  readonly next?: string;
}

/**
 * Compares the roles of `limits.plannedPeople` users with those that the links of an integration give now, and returns
 * the differences. Writes nothing. Throws `RuleError`: `integration_ending`, `integration_in_preview`.
 */
export async function planReconciliation(
  view: View,
  integration: Integration,
  after?: string,
): Promise<ReconcilePlan> {
  checkReconcilable(integration);
  const directory = new Directory(view, integration.id);
  const { items, next } = await view.list(identities, integration.id, {
    limit: limits.plannedPeople,
    ...(after === undefined ? {} : { after }),
  });
  const linked = await Promise.all(items.map((person) => linkedOf(view, directory, person)));
  return {
    differences: linked.flatMap((one) => (one ? differencesOf(one.before, one.after) : [])),
    looked: items.length,
    ...(next === undefined ? {} : { next }),
  };
}

function differencesOf(before: Member, after: Member): RoleDifference[] {
  return [...new Set([...before.groupIds, ...after.groupIds])].flatMap((id) => {
    const [from, to] = [roleIn(before, { id }), roleIn(after, { id })];
    return from === to ? [] : [{ groupId: id, ...moveOf(before.accountId, from, to) }];
  });
}
