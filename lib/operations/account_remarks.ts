import { type Account, samlIdentities } from '../accounts/index.ts';
import type { Store } from '../store/index.ts';

/** Why an account may need attention: it has no e-mail, or no way to sign in (neither password nor SAML identity). */
export type AccountRemark = 'no_email' | 'no_sign_in';

export async function remarksOn(
  store: Pick<Store, 'sweep'>,
  { id, email, passwordHash }: Account,
): Promise<AccountRemark[]> {
  const isLinked = async () =>
    (await store.sweep(samlIdentities, { index: 'holder', equal: [id], limit: 1 })).items.length > 0;
  const canSignIn = passwordHash !== undefined || (await isLinked());
  return [
    ...(email === undefined ? (['no_email'] as const) : []),
    ...(canSignIn ? [] : (['no_sign_in'] as const)),
  ];
}
