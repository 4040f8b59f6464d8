import type { Actor } from '../audit/types.ts';
import { memberOf } from '../groups/members.ts';
import type { Reader } from '../store/port.ts';

/**
 * Whether the actor may learn whose account it is. An owner may of people who are or were members below the top-level
 * group; otherwise provisioning an e-mail would tell the username of any account.
 */
export async function seesAccount(
  reader: Reader,
  { kind }: Actor,
  rootId: string,
  accountId: string,
): Promise<boolean> {
  return kind === 'operator' || (await memberOf(reader, rootId, accountId)) !== undefined;
}
