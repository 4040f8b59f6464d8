import type { Operation } from '../../operations/index.ts';
import type { Context } from '../types.ts';
import { signedIn } from './session.ts';
import type { Site } from './site.ts';

/** Performs an operation for the signed-in person. Throws what the operation throws. */
export function asPerson<R extends object>(
  { services, publicUrl, samlUrl }: Site,
  ctx: Context,
  operation: Pick<Operation<Operation['input'], R>, 'perform'>,
  input: object = {},
): Promise<R> {
  const { account, session } = signedIn(ctx);
  const actor = { kind: 'account', accountId: account.id, ip: ctx.ip } as const;
  return operation.perform({ services, publicUrl, samlUrl }, { actor, sessions: [session] }, input);
}
