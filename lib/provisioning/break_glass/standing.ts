import { limits } from '../../../config/limits.ts';
import { type Account, accounts } from '../../accounts/index.ts';
import { enforcements, members } from '../../groups/index.ts';
import { listIntegrations } from '../../integrations/index.ts';
import { PLATFORM, type Reader } from '../../store/index.ts';
import { identities } from '../collections.ts';

/** Why an owner cannot act when the directory or its sign-on fails. */
export type Dependence = 'managed' | 'no_password' | 'provisioned';

interface Dependent {
  readonly account: Account;
  readonly because: Dependence;
}

interface Standing {
  /** Whether the directory, or a sign-on that is enforced, could lock the owners out. */
  readonly isNeeded: boolean;
  /** The owners who can act without either, up to `limits.breakGlassOwners`. */
  readonly owners: readonly Account[];
  /** Other owners, while there are too few break-glass owners: up to a page of them. */
  readonly others: readonly Dependent[];
}

/** The break-glass owners of a top-level group, and why its other owners are none. */
export async function standingOf(reader: Reader, rootId: string): Promise<Standing> {
  const integrations = await listIntegrations(reader, rootId);
  const ids = integrations.map(({ id }) => id);
  const owners: Account[] = [];
  const others: Dependent[] = [];
  for await (const account of ownersOf(reader, rootId)) {
    const because = await dependenceOf(reader, rootId, account, ids);
    if (because === undefined) owners.push(account);
    else if (others.length < limits.maxPageSize) others.push({ account, because });
    if (owners.length >= limits.breakGlassOwners) break;
  }
  const isLive = integrations.some(({ enabled, preview, ending }) => enabled && !preview && !ending);
  return { isNeeded: isLive || (await isEnforced(reader, rootId)), owners, others };
}

/** Whether a group needs more break-glass owners than it has. */
export function isShort({ isNeeded, owners }: Standing): boolean {
  return isNeeded && owners.length < limits.breakGlassOwners;
}

async function* ownersOf(reader: Reader, rootId: string): AsyncGenerator<Account> {
  for (let after: string | undefined; ; ) {
    const range = { index: 'owner', equal: [rootId], limit: limits.maxPageSize };
    const page = await reader.list(members, rootId, after === undefined ? range : { ...range, after });
    const ids = page.items.map(({ accountId }) => accountId);
    for (const account of await reader.getMany(accounts, PLATFORM, ids)) if (account) yield account;
    if (page.next === undefined) return;
    after = page.next;
  }
}

async function dependenceOf(
  reader: Reader,
  rootId: string,
  { id, managedBy, passwordHash }: Account,
  integrationIds: readonly string[],
): Promise<Dependence | undefined> {
  if (managedBy === rootId) return 'managed';
  if (passwordHash === undefined) return 'no_password';
  const users = await Promise.all(integrationIds.map((one) => reader.find(identities, one, 'account', id)));
  return users.some((user) => user !== undefined) ? 'provisioned' : undefined;
}

async function isEnforced(reader: Reader, rootId: string): Promise<boolean> {
  const rule = await reader.get(enforcements, rootId, rootId);
  return rule !== undefined && rule.mode !== 'off';
}
