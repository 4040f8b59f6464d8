import { type Account, accounts, type Session } from '../accounts/index.ts';
import type { Actor, View } from '../audit/index.ts';
import { type Group, memberOf } from '../groups/index.ts';
import { PLATFORM } from '../store/index.ts';
import { accessTo } from './enforcement.ts';
import { type Action, type Party, withoutSaml } from './policy.ts';

/** Who asks for an operation. A person comes with the sessions that count for the enforcement of SAML. */
export interface Caller {
  readonly actor: Actor;
  readonly sessions: readonly Session[];
  /** Of the request that brought the wish; the command line has none. */
  readonly requestId?: string;
}

/** What an operation concerns: a group, the account of one person, or the whole installation when neither is set. */
export interface Target {
  readonly group?: Group;
  readonly account?: Account;
}

/**
 * What the caller is to the target, for an action. A group that gives no party is hidden from the caller. A personal access token and
 * a SCIM token give none: no scope of theirs grants an operation.
 */
export async function partiesOf(
  view: View,
  { actor: { kind, accountId, tokenId }, sessions }: Caller,
  { group, account: person }: Target,
  action?: Action,
): Promise<readonly Party[] | 'saml_required'> {
  if (kind === 'operator') return ['operator'];
  if (kind !== 'account' || accountId === undefined || tokenId !== undefined) return [];
  if (!group) return person?.id === accountId ? ['self'] : [];
  const [account, member] = await Promise.all([
    view.get(accounts, PLATFORM, accountId),
    memberOf(view, group.rootId, accountId),
  ]);
  if (!account || !member || member.deprovisioned) return [];
  const access = await accessTo(view, { account, sessions }, group);
  const needsSaml = action === undefined || !withoutSaml.has(action);
  if (access.kind === 'saml_required' && needsSaml) return 'saml_required';
  if (access.kind === 'not_a_member') return [];
  return member.ownerOf.includes(group.rootId) ? ['owner', 'member'] : ['member'];
}
