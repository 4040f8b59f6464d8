import type { Caller } from '../../../access/index.ts';
import type { Context } from '../../types.ts';
import { signedIn } from '../session.ts';

/** The signed-in person as the caller of an operation. */
export function callerOf(ctx: Context): Caller {
  const { account, session } = signedIn(ctx);
  return {
    actor: { kind: 'account', accountId: account.id, ip: ctx.ip },
    sessions: [session],
    requestId: ctx.state.requestId,
  };
}
