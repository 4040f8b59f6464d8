import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { samlIdentities } from '../accounts/saml_identities.ts';
import { record } from '../audit/record.ts';
import { samlProviders } from '../groups/saml_provider.ts';
import { RuleError } from '../kernel/errors.ts';
import { accountName, rootPath } from '../operations/arguments.ts';
import { accountOf, topLevelGroup } from '../operations/find.ts';
import { command, operator } from './command.ts';

export const accountSamlLink = command({
  name: 'account saml-link',
  summary: 'Links a SAML identity of a group to an account, as the member would in the profile.',
  example: 'account saml-link --group acme --name-id ann@acme.test --account ann',
  args: z.object({
    group: rootPath,
    nameId: z.string().min(1).max(limits.attributeChars).describe('the NameID that the SAML provider sends'),
    account: accountName,
  }),
  run: ({ store, runtime }, _context, { group: path, nameId, account: who }) =>
    store.transaction(async (tx) => {
      const group = await topLevelGroup(tx, path);
      const account = await accountOf(tx, who);
      const provider = await tx.find(samlProviders, group.id, 'root', group.id);
      if (!provider) throw new RuleError('not_found', `${group.slug} has no SAML provider`);
      const known = await tx.find(samlIdentities, group.id, 'nameId', provider.id, nameId);
      if (known && known.accountId !== account.id)
        throw new RuleError('account_taken', `the NameID ${nameId} is linked to another account`);
      if (!known) {
        tx.insert(samlIdentities, {
          id: runtime.id(),
          rootId: group.id,
          providerId: provider.id,
          nameId,
          accountId: account.id,
          createdAt: runtime.now(),
        });
        record(tx, runtime, {
          rootId: group.id,
          actor: operator,
          action: 'saml_identity.linked',
          target: account.id,
          detail: { nameId, username: account.username },
        });
      }
      return { group: group.slug, nameId, username: account.username };
    }),
  text: ({ group, nameId, username }) =>
    `${nameId} of ${group} is ${username}. Provision the user again in the identity provider.`,
});
