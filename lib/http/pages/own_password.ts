import { checkPassword } from '../../accounts/sign_in.ts';
import type { Context } from '../types.ts';
import { field } from './form.ts';
import { signedIn } from './session.ts';
import type { Site } from './site.ts';
import { tooMany } from './too_many.ts';

/**
 * Whether the form has the password of who is signed in, for what somebody at an open browser must not do. Who has no
 * password is not asked. Throws the page that says to wait after too many wrong ones.
 */
export async function hasOwnPassword({ services, runtime }: Site, ctx: Context): Promise<boolean> {
  const { account } = signedIn(ctx);
  if (account.passwordHash === undefined) return true;
  const sent = { name: account.username, password: field(ctx, 'password'), ip: ctx.ip };
  const checked = await checkPassword(services.store, runtime, sent);
  if (checked.kind === 'too_many') throw tooMany(checked.waitMs);
  return checked.kind === 'right';
}
