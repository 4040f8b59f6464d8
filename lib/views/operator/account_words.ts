export type Remark = 'no_email' | 'no_sign_in';

/** What is odd about an account, in words. */
export const remarkWords: Readonly<Record<Remark, string>> = {
  no_email: 'No e-mail',
  no_sign_in: 'No way to sign in',
};
