import { type Account, accountNamed, accounts, emailKey } from '../accounts/index.ts';
import { memberOf } from '../groups/index.ts';
import { listIntegrations } from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { identities } from '../provisioning/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';

/**
 * Whether the owners of a top-level group may see an account: it is or was a member of the group, or one of the group's
 * integrations has linked it.
 */
export async function isKnown(reader: Reader, rootId: string, accountId: string): Promise<boolean> {
  if (await memberOf(reader, rootId, accountId)) return true;
  if ((await reader.get(accounts, PLATFORM, accountId))?.serviceOf === rootId) return true;
  const integrations = await listIntegrations(reader, rootId);
  const linked = await Promise.all(
    integrations.map(({ id }) => reader.find(identities, id, 'account', accountId)),
  );
  return linked.some((identity) => identity !== undefined);
}

/** The account with this id, username or primary e-mail, if `isKnown`. Whose another address is stays private. */
export async function knownAccount(
  reader: Reader,
  rootId: string,
  who: string,
): Promise<Account | undefined> {
  const account = (await reader.get(accounts, PLATFORM, who)) ?? (await named(reader, who));
  if (!account || isPrivate(account, who)) return undefined;
  return (await isKnown(reader, rootId, account.id)) ? account : undefined;
}

/** The same answer for an account that does not exist and for one without a relation to the group. */
export function nobodyKnown(who: string): RuleError {
  return new RuleError('not_found', `Nobody in this group, or in what it was sent, is ${who}.`);
}

function isPrivate({ email = '' }: Account, who: string): boolean {
  const address = emailKey(who);
  return address !== undefined && address !== emailKey(email);
}

async function named(reader: Reader, who: string): Promise<Account | undefined> {
  try {
    return await accountNamed(reader, who);
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}
