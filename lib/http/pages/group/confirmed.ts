import { limits } from '../../../../config/limits.ts';
import { hasPassed } from '../../../kernel/index.ts';
import type { Context } from '../../types.ts';
import { hasOwnPassword } from '../own_password.ts';
import { signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { placeHere } from './place.ts';
import { groupUrl } from './side.ts';

/** Why the person of this request must first prove again who they are. */
export interface Unconfirmed {
  readonly wrongPassword?: string;
  /** For a person without a password: the path at which they sign in again, or set one. */
  readonly signOn?: string;
}

/**
 * Whether the person has just proved who they are: by the password in the form, or, without a password, by a sign-on at
 * the identity provider in the last minutes. Undefined when they have. `back` is where a sign-on returns to.
 */
export async function unconfirmed(site: Site, ctx: Context, back: string): Promise<Unconfirmed | undefined> {
  if (signedIn(ctx).account.passwordHash === undefined) return missingSignOn(site, ctx, back);
  return (await hasOwnPassword(site, ctx)) ? undefined : { wrongPassword: 'This is not your password.' };
}

/** For the form itself: what a person without a password has to do before. */
export function missingSignOn(site: Site, ctx: Context, back: string): Unconfirmed | undefined {
  const { account, session } = signedIn(ctx);
  if (account.passwordHash !== undefined) return undefined;
  const { madeBy } = session;
  const { group, path } = placeHere(ctx);
  if (madeBy.kind !== 'saml' || madeBy.rootId !== group.rootId) return { signOn: '/password/forgot' };
  const isFresh = !hasPassed(madeBy.authenticatedAt, limits.freshSignOnMs, site.services.runtime.now());
  if (isFresh) return undefined;
  const root = path.split('/')[0] ?? '';
  return { signOn: `${groupUrl(root, 'saml/sso')}?fresh=yes&return_to=${encodeURIComponent(back)}` };
}
