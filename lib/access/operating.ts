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

/** What they change; each needs a fresh sign-in. */
const changed = [
  'account.password',
  'account.sessions.end',
  'credential.revoke',
  'seats.remove',
  'seats.set',
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

/** On these pages they are those of the whole service; the owners have the ones of a group. */
const ofService = /^(?:stream|webhook)\./;

const onPages: ReadonlySet<Action> = new Set<Action>([...shown, ...changed]);
const fresh: ReadonlySet<Action> = new Set<Action>(changed);

interface Operating {
  readonly accountId: string;
  readonly sessions: readonly Session[];
  /** Whether the action affects one group. */
  readonly inGroup?: boolean;
}

/**
 * Whether an account may perform an action on the operator's pages. Only a session that began with the password counts:
 * the owners of a group choose its identity provider, and could enter every account that is linked to the group.
 */
export async function mayOperate(
  view: View,
  { accountId, sessions, inGroup = false }: Operating,
  action: Action | undefined,
): Promise<boolean> {
  if (action === undefined || !onPages.has(action)) return false;
  if (inGroup && ofService.test(action)) return false;
  const session = sessions.find((one) => one.accountId === accountId && one.madeBy.kind === 'password');
  if (!session || needsFreshSignIn(action, session, view.now())) return false;
  return isOperator(view, accountId);
}

/** Whether the person has to sign in again before an action of the operator's pages. */
export function needsFreshSignIn(action: Action, { createdAt }: Session, now: number): boolean {
  return fresh.has(action) && hasPassed(createdAt, limits.freshSignIn, now);
}
