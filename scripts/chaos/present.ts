import { accountEmails, accounts } from '../../lib/accounts/types.ts';
import { type AuditEntry, auditEntries } from '../../lib/audit/types.ts';
import { groups, type Member, members } from '../../lib/groups/types.ts';
import type { Services } from '../../lib/operations/services.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import { directoryMembers } from '../../lib/provisioning/directory/collections.ts';
import type { DirectoryMember } from '../../lib/provisioning/directory/types.ts';
import type { Identity } from '../../lib/provisioning/types.ts';
import type { Collection, Doc } from '../../lib/store/port.ts';

/** What the store has after all. */
export interface Present {
  readonly identities: readonly Identity[];
  readonly members: readonly Member[];
  readonly directoryMembers: readonly DirectoryMember[];
  /** The ids of the groups that are linked with the teams. */
  readonly subgroups: readonly string[];
  readonly accounts: number;
  /** The account of each address. */
  readonly addresses: ReadonlyMap<string, string>;
  /** The audit log. */
  readonly entries: readonly AuditEntry[];
}

export async function readPresent({ store }: Services): Promise<Present> {
  const whole = async <D extends Doc>(from: Collection<D>): Promise<D[]> => {
    const found: D[] = [];
    for await (const doc of store.scan(from)) found.push(doc);
    return found;
  };
  return {
    identities: await whole(identities),
    members: await whole(members),
    directoryMembers: await whole(directoryMembers),
    subgroups: (await whole(groups)).flatMap(({ id, parentId }) => (parentId === undefined ? [] : id)),
    accounts: (await whole(accounts)).length,
    addresses: new Map((await whole(accountEmails)).map(({ id, accountId }) => [id, accountId])),
    entries: await whole(auditEntries),
  };
}
