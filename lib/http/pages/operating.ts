import { mayOperate } from '../../access/index.ts';
import type { Context } from '../types.ts';
import type { Site } from './site.ts';

/** Whether the person of this request is an operator in this session. */
export async function isOperating({ services }: Site, ctx: Context): Promise<boolean> {
  const { signedIn } = ctx.state;
  if (!signedIn) return false;
  const { account, session } = signedIn;
  return mayOperate(
    services.store,
    { accountId: account.id, sessions: [session], reach: 'service' },
    'group.review',
  );
}
