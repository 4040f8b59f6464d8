import { type Account, type ApiScope, accounts, includesScope, type Session } from '../accounts/index.ts';
import type { Actor, View } from '../audit/index.ts';
import { type Group, type GroupPlace, groups, memberOf } from '../groups/index.ts';
import type { SetupLink } from '../integrations/index.ts';
import { PLATFORM } from '../store/index.ts';
import { accessTo } from './enforcement.ts';
import { mayOperate, mayOperateByToken, operatorScopeOf, type Reach } from './operating.ts';
import { type Action, type Party, partiesOfService, withoutSaml } from './policy.ts';
import { scopeOf } from './scope_of.ts';

/** The caller of an operation. A person comes with the sessions that count for SAML enforcement. */
export interface Caller {
  readonly actor: Actor;
  readonly sessions: readonly Session[];
  /** The id of the request; the command line has none. */
  readonly requestId?: string;
  /** What the token of the caller may do; a token without scopes may perform no operation. */
  readonly scopes?: readonly ApiScope[];
  /** The top-level group of a service account. */
  readonly serviceOf?: string;
  /** Whether the request came by the operator's pages. There a person is an operator and nothing else. */
  readonly operating?: true;
}

/**
 * What an operation affects: a group, the account of one person, what a set-up link is for, or the whole installation when
 * none is set.
 */
export interface Target {
  readonly group?: Group;
  /** A group that is known by its place only. */
  readonly place?: Pick<GroupPlace, 'id' | 'rootId'>;
  readonly account?: Account;
  readonly link?: SetupLink;
}

/**
 * The parties of the caller for a target and an action. Without any, the group is hidden from the caller. A personal
 * access token gives them only with the scope of the action, and a SCIM token never does.
 */
export async function partiesOf(
  view: View,
  { actor: { kind, accountId, tokenId }, sessions, scopes, serviceOf, operating }: Caller,
  { group: named, place, account: person, link }: Target,
  action?: Action,
): Promise<readonly Party[] | 'saml_required'> {
  if (kind === 'operator') return ['operator'];
  if (kind === 'setup_link')
    return link && link.id === tokenId && link.expiresAt > view.now() ? ['setup_link'] : [];
  if (kind !== 'account' || accountId === undefined) return [];
  const reach = (named ?? place) === undefined ? 'service' : 'group';
  if (tokenId !== undefined && !mayWithToken(scopes, action, reach)) return [];
  if (serviceOf !== undefined) return (named ?? place)?.rootId === serviceOf ? partiesOfService(action) : [];
  if (operating) return (await mayOperate(view, { accountId, sessions, reach }, action)) ? ['operator'] : [];
  if (scopes && (await mayOperateByToken(view, { accountId, scopes, reach }, action))) return ['operator'];
  if (scopes && action && !includesScope(scopes, scopeOf(action, reach))) return [];
  const group = named ?? (place && (await view.get(groups, place.rootId, place.id)));
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

/** Whether the scopes of a token include that of the action, for an operator or for others. */
export function mayWithToken(
  scopes: readonly ApiScope[] = [],
  action: Action | undefined,
  reach: Reach,
): boolean {
  if (action === undefined) return false;
  const ofOperator = operatorScopeOf(action, reach);
  return includesScope(scopes, scopeOf(action, reach)) || (!!ofOperator && includesScope(scopes, ofOperator));
}
