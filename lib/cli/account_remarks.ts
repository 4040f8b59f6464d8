import type { AccountRemark } from '../operations/index.ts';

const words: Readonly<Record<AccountRemark, string>> = {
  no_email: 'no e-mail',
  no_sign_in: 'nobody can sign in: no password, no SAML identity',
};

export function remarkText(remarks: readonly AccountRemark[]): string {
  return remarks.map((remark) => words[remark]).join('; ');
}
