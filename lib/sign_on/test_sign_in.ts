import type { UnitStore } from '../audit/index.ts';
import { type SamlProvider, settingsOf } from '../groups/index.ts';
import type { Report } from './accept.ts';
import { type Found, findAccount } from './find_account.ts';
import { mismatchesOf } from './mismatch.ts';
import { attributeList, keepOutcome } from './outcomes.ts';
import { storeTest } from './provider/tested.ts';
import type { SamlRequest } from './types.ts';

/**
 * Stores the report of a test sign-in and returns the secret with which its owner finds it. Stores also that the test
 * succeeded, if the person could sign in. Changes nothing else.
 */
export async function keepReport(
  { store }: { readonly store: UnitStore },
  provider: SamlProvider,
  { rootId, providerId, accountId = '' }: SamlRequest,
  { checks, received, accepted }: Report,
): Promise<string> {
  const { jit } = settingsOf(provider);
  const found = received && (await findAccount(store, provider, received));
  const notes = received ? await mismatchesOf(store, provider, received) : [];
  const about = {
    kind: 'test',
    checks,
    isAccepted: accepted !== undefined,
    ...(received && found
      ? {
          received: {
            nameId: received.nameId,
            ...(received.nameIdFormat === undefined ? {} : { nameIdFormat: received.nameIdFormat }),
            attributes: attributeList(received),
            account: effectOf(found, jit),
            maySignIn: maySignIn(found, jit),
            notes,
          },
        }
      : {}),
  } as const;
  const isGood = accepted && found && maySignIn(found, jit);
  return store.transaction(async (unit) => {
    if (isGood) await storeTest(unit, provider, accountId);
    return keepOutcome(unit, { rootId, providerId, accountId, about });
  });
}

function maySignIn({ kind }: Found, jit: boolean): boolean {
  return kind === 'known' || (kind === 'nobody' && jit);
}

function effectOf(found: Found, jit: boolean): string {
  switch (found.kind) {
    case 'known':
      return `The SAML identity is linked to the account ${found.account.username}.`;
    case 'deprovisioned':
      return `The SAML identity is linked to the account ${found.account.username}, which is deprovisioned. Rollcall refuses the person (saml.deprovisioned).`;
    case 'email_exists':
      return 'An account with this e-mail is not linked. Rollcall shows the person how to link it (saml.email_exists).';
    case 'transient':
      return 'The NameID is transient, so Rollcall refuses the person (saml.transient_name_id). Choose a lasting NameID format at the identity provider, or ask the operator of this service to request one.';
    case 'nobody':
      return jit
        ? 'No account is linked to the SAML identity. Rollcall would create one.'
        : 'No account is linked to the SAML identity, and the group creates none at sign-in. Rollcall refuses the person (saml.not_linked).';
  }
}
