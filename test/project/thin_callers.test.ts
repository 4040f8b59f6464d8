import { expect } from 'chai';
import { sources } from './sources.ts';

/** Files that still change or read the store; the list only gets shorter. */
const remaining: readonly string[] = [
  'lib/http/api/me.ts',
  'lib/http/person.ts',
  'lib/http/scim/actions/me.ts',
  'lib/http/scim/provisioning_log.ts',
  'lib/http/web/actions/profile.ts',
  'lib/http/web/actions/tokens.ts',
  'lib/http/web/saml/callback.ts',
  'lib/http/web/saml/linking.ts',
  'lib/http/web/saml/recover.ts',
  'lib/http/web/saml/refusing.ts',
  'lib/http/web/saml/side.ts',
  'lib/http/web/saml/test_sign_in.ts',
  'lib/http/web/session.ts',
  'lib/operator/account_show.ts',
  'lib/operator/account_tokens.ts',
  'lib/operator/accounts.ts',
  'lib/operator/attention.ts',
  'lib/operator/audit.ts',
  'lib/operator/bootstrap.ts',
  'lib/operator/control.ts',
  'lib/operator/directory_find.ts',
  'lib/operator/directory_groups.ts',
  'lib/operator/groups.ts',
  'lib/operator/identities.ts',
  'lib/operator/integrations.ts',
  'lib/operator/log.ts',
  'lib/operator/member_convert.ts',
  'lib/operator/members.ts',
  'lib/operator/names.ts',
  'lib/operator/previews.ts',
  'lib/operator/removals.ts',
  'lib/operator/role_attributes.ts',
  'lib/operator/saml_enforcement.ts',
  'lib/operator/saml_identities.ts',
  'lib/operator/transfer.ts',
  'lib/operator/whose_account.ts',
];

const access =
  /\b(?:tx|unit|store|reader)\s*\.(?:insert|update|remove|restore|transaction|get|find|list|locate|sweep|query)\b|\brecord\(|\.transaction\(/;

describe('callers of operations', () => {
  it('do not touch the store, except the files that are listed', () => {
    const touching = sources()
      .filter(({ path }) => /^lib\/(operator|cli|http|web)\/.*\.tsx?$/.test(path))
      .filter(({ text }) => access.test(text))
      .map(({ path }) => path);
    expect(touching.sort()).to.deep.equal([...remaining].sort());
  });
});
