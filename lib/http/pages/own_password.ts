import { confirmPassword, TooManyAttempts } from '../../accounts/index.ts';
import { RuleError } from '../../kernel/index.ts';
import type { Context } from '../types.ts';
import { field } from './form.ts';
import { signedIn } from './session.ts';
import type { Site } from './site.ts';
import { tooMany } from './too_many.ts';

/**
 * Whether the form has the password of the signed-in person: required for actions that nobody else at an unlocked
 * browser may do. An account without a password passes. Throws a page that asks to wait after too many wrong passwords.
 */
export async function hasOwnPassword({ services }: Site, ctx: Context): Promise<boolean> {
  const typed = { password: field(ctx, 'password'), ip: ctx.ip };
  try {
    await confirmPassword(services.store, signedIn(ctx).account, typed);
    return true;
  } catch (error) {
    if (error instanceof TooManyAttempts) throw tooMany(error.waitMs);
    if (error instanceof RuleError && error.code === 'wrong_password') return false;
    throw error;
  }
}

/** Whether the signed-in person has a password to ask for. */
export function hasPassword(ctx: Context): boolean {
  return signedIn(ctx).account.passwordHash !== undefined;
}
