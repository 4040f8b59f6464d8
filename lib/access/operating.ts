import { limits } from '../../config/limits.ts';
import {
  type ApiScope,
  includesScope,
  isOperator,
  type OperatorScope,
  type Session,
} from '../accounts/index.ts';
import type { View } from '../audit/index.ts';
import { hasPassed } from '../kernel/index.ts';
import type { Action } from './policy.ts';

/** What shows webhooks and streams: those of the whole service to operators, those of a group to its owners. */
export const readingReceivers = [
  'stream.deliveries',
  'stream.delivery',
  'stream.list',
  'stream.show',
  'webhook.deliveries',
  'webhook.delivery',
  'webhook.list',
  'webhook.outstanding',
  'webhook.show',
] as const satisfies readonly Action[];

/** What changes them. */
const changingReceivers = [
  'stream.create',
  'stream.pause',
  'stream.redeliver',
  'stream.remove',
  'stream.resume',
  'stream.rotate',
  'stream.test',
  'webhook.acknowledge',
  'webhook.change',
  'webhook.create',
  'webhook.redeliver',
  'webhook.remove',
  'webhook.rotate',
  'webhook.test',
] as const satisfies readonly Action[];

/** What the operator's pages show. */
const shown = [
  'account.list',
  'account.show',
  'group.review',
  'group.summary',
  'health.show',
  'log.list',
  'operator.list',
  ...readingReceivers,
] as const satisfies readonly Action[];

/** What they change; each needs a fresh sign-in. */
const changed = [
  'account.password',
  'account.sessions.end',
  'credential.revoke',
  'seats.remove',
  'seats.set',
  ...changingReceivers,
] as const satisfies readonly Action[];

/** To an operator they are those of the whole service; the owners have the ones of a group. */
const ofService: ReadonlySet<Action> = new Set<Action>([
  ...readingReceivers,
  ...changingReceivers,
  'stream.change',
]);

/** What the token of an operator reads in the API. */
const readByToken = [
  'account.list',
  'account.show',
  'account.token.list',
  'audit.list_platform',
  'event_key.list',
  'group.list',
  'group.review',
  'group.summary',
  'health.show',
  'operator.list',
  'seats.show',
  ...readingReceivers,
] as const satisfies readonly Action[];

/** What it changes: nothing that lets anybody sign in. */
const changedByToken = [
  'account.sessions.end',
  'account.token.revoke',
  'credential.revoke',
  'group.create',
  'seats.remove',
  'seats.set',
  'stream.change',
  ...changingReceivers,
] as const satisfies readonly Action[];

const onPages: ReadonlySet<Action> = new Set<Action>([...shown, ...changed]);
const fresh: ReadonlySet<Action> = new Set<Action>(changed);
const byToken = new Map<Action, OperatorScope>([
  ...readByToken.map((action) => [action, 'operate:read'] as const),
  ...changedByToken.map((action) => [action, 'operate'] as const),
]);

/** What an action affects: one group, or something else. */
export type Reach = 'group' | 'service';

interface Operating {
  readonly accountId: string;
  readonly sessions: readonly Session[];
}

/**
 * Whether an account is an operator now. Only a session that began with the password counts: the owners of a group choose
 * its identity provider, and could enter every account that is linked to the group.
 */
export async function isOperatorNow(view: View, { accountId, sessions }: Operating): Promise<boolean> {
  return passwordSession({ accountId, sessions }) !== undefined && isOperator(view, accountId);
}

/** Whether an account may perform an action on the operator's pages. */
export async function mayOperate(
  view: View,
  { reach, ...operating }: Operating & { readonly reach: Reach },
  action: Action | undefined,
): Promise<boolean> {
  if (action === undefined || !onPages.has(action)) return false;
  if (isOfOwners(action, reach)) return false;
  const session = passwordSession(operating);
  if (!session || needsFreshSignIn(action, session, view.now())) return false;
  return isOperator(view, operating.accountId);
}

/** Whether the person has to sign in again before an action of the operator's pages. */
export function needsFreshSignIn(action: Action, { createdAt }: Session, now: number): boolean {
  return fresh.has(action) && hasPassed(createdAt, limits.freshSignIn, now);
}

/** The scope with which the token of an operator may perform an action, in every group or on the whole service. */
export function operatorScopeOf(action: Action, reach: Reach): OperatorScope | undefined {
  return isOfOwners(action, reach) ? undefined : byToken.get(action);
}

function isOfOwners(action: Action, reach: Reach): boolean {
  return reach === 'group' && ofService.has(action);
}

/** Whether an action that also groups have is meant for the whole service, where their scopes do not count. */
export function isOfService(action: Action, reach: Reach): boolean {
  return reach === 'service' && ofService.has(action);
}

/** Whether a token may perform an action as that of an operator: it has the scope, and its account is one. */
export async function mayOperateByToken(
  view: View,
  {
    accountId,
    scopes,
    reach,
  }: { readonly accountId: string; readonly scopes: readonly ApiScope[]; readonly reach: Reach },
  action: Action | undefined,
): Promise<boolean> {
  const scope = action && operatorScopeOf(action, reach);
  return scope !== undefined && includesScope(scopes, scope) && isOperator(view, accountId);
}

function passwordSession({ accountId, sessions }: Operating): Session | undefined {
  return sessions.find((one) => one.accountId === accountId && one.madeBy.kind === 'password');
}
