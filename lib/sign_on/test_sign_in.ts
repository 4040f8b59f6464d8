import type { UnitStore } from '../audit/index.ts';
import { type SamlProvider, settingsOf } from '../groups/index.ts';
import type { Report } from './accept.ts';
import { mismatchesOf } from './mismatch.ts';
import { attributeList, keepOutcome } from './outcomes.ts';
import { noteTest } from './provider/tested.ts';
import type { SamlRequest } from './types.ts';
import { type Found, whoIs } from './who_is.ts';

/**
 * Stores the report of a test and returns the secret by which its owner finds it. Records a sign-in that would succeed;
 * changes nothing else.
 */
export async function keepReport(
  { store }: { readonly store: UnitStore },
  provider: SamlProvider,
  { rootId, providerId, accountId = '' }: SamlRequest,
  { checks, received, accepted }: Report,
): Promise<string> {
  const { jit } = settingsOf(provider);
  const found = received && (await whoIs(store, provider, received));
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
            account: fate(found, jit),
            isLetIn: isLetIn(found, jit),
            notes,
          },
        }
      : {}),
  } as const;
  const isGood = accepted && found && isLetIn(found, jit);
  return store.transaction(async (unit) => {
    if (isGood) await noteTest(unit, provider, accountId);
    return keepOutcome(unit, { rootId, providerId, accountId, about });
  });
}

function isLetIn({ kind }: Found, jit: boolean): boolean {
  return kind === 'known' || (kind === 'nobody' && jit);
}

function fate(found: Found, jit: boolean): string {
  switch (found.kind) {
    case 'known':
      return `It is linked to the account ${found.account.username}.`;
    case 'deprovisioned':
      return `It is linked to the account ${found.account.username}, which is deprovisioned. Rollcall refuses the person (saml.deprovisioned).`;
    case 'email_exists':
      return 'An account has this e-mail and is not linked. Rollcall shows the person how to link it (saml.email_exists).';
    case 'transient':
      return 'The NameID is transient and names nobody: refused (saml.transient_name_id). Choose a lasting NameID format at the identity provider, or let the operator of this service ask for one.';
    case 'nobody':
      return jit
        ? 'Nobody is linked to it: a new account would be made.'
        : 'Nobody is linked to it, and the group makes no accounts at sign-in: refused (saml.not_linked).';
  }
}
