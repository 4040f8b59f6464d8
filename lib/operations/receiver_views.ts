import { accounts } from '../accounts/index.ts';
import { groups, pathOf } from '../groups/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { EVERYWHERE, type Receiver } from '../webhooks/index.ts';
import { iso } from './views.ts';

/** What webhooks and streams show of where they belong. */
export interface BelongsView {
  /** The path of the group whose changes it hears; absent for the whole service. */
  readonly group?: string;
  readonly createdAt: string;
  /** The username of its maker; absent when the operator made it. */
  readonly createdBy?: string;
}

/** What they show of their health. */
export interface TroubleView {
  /** Why Rollcall disabled it. */
  readonly problem?: string;
  readonly failingSince?: string;
}

export async function belongsView(
  reader: Reader,
  { rootId, createdAt, createdBy }: Receiver,
): Promise<BelongsView> {
  const [group, maker] = await Promise.all([
    rootId === EVERYWHERE ? undefined : groupPath(reader, rootId),
    createdBy === undefined ? undefined : reader.get(accounts, PLATFORM, createdBy),
  ]);
  return {
    ...(group === undefined ? {} : { group }),
    createdAt: iso(createdAt),
    ...(maker ? { createdBy: maker.username } : {}),
  };
}

export function troubleView({ problem, failingSince }: Receiver): TroubleView {
  return {
    ...(problem === undefined ? {} : { problem }),
    ...(failingSince === undefined ? {} : { failingSince: iso(failingSince) }),
  };
}

/** What a receiver proves itself with, as results show it. */
export function proofView({
  id,
  createdAt,
  endsAt,
}: {
  readonly id: string;
  readonly createdAt: number;
  readonly endsAt?: number;
}) {
  return { id, createdAt: iso(createdAt), ...(endsAt === undefined ? {} : { endsAt: iso(endsAt) }) };
}

export async function groupPath(reader: Reader, rootId: string): Promise<string> {
  const group = await reader.get(groups, rootId, rootId);
  return group ? pathOf(reader, group) : rootId;
}
