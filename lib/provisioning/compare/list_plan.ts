import { createHash } from 'node:crypto';
import type { View } from '../../audit/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { removalRoom } from '../removal_guard/guard.ts';
import type { ComparedPeople } from './compare.ts';

/** What following a list would do: it deactivates the active users whom the list does not name. */
export interface ListPlan {
  /** Names exactly these users. */
  readonly id: string;
  readonly people: number;
  /**
   * Whether the number of people must be repeated: the list names nobody who is here, or more people would lose access
   * than the guard against mass removals allows.
   */
  readonly needsNumber: boolean;
}

/** The plan of a comparison; undefined where there is nobody to deactivate. */
export async function listPlanOf(
  view: View,
  integration: Integration,
  { both, inactive, users, onlyHereIds }: ComparedPeople,
): Promise<ListPlan | undefined> {
  const people = onlyHereIds.length;
  if (people === 0) return undefined;
  const namesNobody = both + inactive.count === 0;
  const room = await removalRoom(view, integration, users);
  return { id: idOf(integration, onlyHereIds), people, needsNumber: namesNobody || people > room };
}

function idOf({ id }: Integration, userIds: readonly string[]): string {
  const hash = createHash('sha256').update(id);
  for (const userId of [...userIds].sort()) hash.update(`\n${userId}`);
  return hash.digest('base64url').slice(0, 22);
}
