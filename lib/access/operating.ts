import { limits } from '../../config/limits.ts';
import { isOperator, type Session } from '../accounts/index.ts';
import type { View } from '../audit/index.ts';
import { hasPassed } from '../kernel/index.ts';
import type { Action } from './policy.ts';

/** What the operator's pages show. */
const shown = [
  'account.list',
  'account.show',
  'group.review',
  'group.summary',
  'health.show',
  'operator.list',
] as const satisfies readonly Action[];

/** What they change; each needs a fresh sign-in. */
const changed = [
  'account.password',
  'account.sessions.end',
  'credential.revoke',
  'seats.remove',
  'seats.set',
] as const satisfies readonly Action[];

const onPages: ReadonlySet<Action> = new Set<Action>([...shown, ...changed]);
const fresh: ReadonlySet<Action> = new Set<Action>(changed);

interface Operating {
  readonly accountId: string;
  readonly sessions: readonly Session[];
}

/**
 * Whether an account may perform an action on the operator's pages. Only a session that began with the password counts:
 * the owners of a group choose its identity provider, and could enter every account that is linked to the group.
 */
export async function mayOperate(
  view: View,
  { accountId, sessions }: Operating,
  action: Action | undefined,
): Promise<boolean> {
  if (action === undefined || !onPages.has(action)) return false;
  const session = sessions.find((one) => one.accountId === accountId && one.madeBy.kind === 'password');
  if (!session || needsFreshSignIn(action, session, view.now())) return false;
  return isOperator(view, accountId);
}

/** Whether the person has to sign in again before an action of the operator's pages. */
export function needsFreshSignIn(action: Action, { createdAt }: Session, now: number): boolean {
  return fresh.has(action) && hasPassed(createdAt, limits.freshSignIn, now);
}
