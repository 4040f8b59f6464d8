import { adoptSamlName } from '../../lib/accounts/saml_identities.ts';
import { newSecret, openSession } from '../../lib/accounts/sessions.ts';
import { accounts } from '../../lib/accounts/types.ts';
import type { Actor } from '../../lib/audit/types.ts';
import { groupAt } from '../../lib/groups/tree.ts';
import type { Services } from '../../lib/operations/services.ts';
import { Reporter } from '../../lib/saml/index.ts';
import { keepOutcome } from '../../lib/sign_on/outcomes.ts';
import { providerNamed } from '../../lib/sign_on/provider/providers.ts';
import { makeRecoveryCodes } from '../../lib/sign_on/recovery_codes.ts';
import { PLATFORM } from '../../lib/store/port.ts';

/** An accepted response of the group's identity provider that waits for the caller to link it. */
export async function acceptedFor({ store }: Services, group: string, { accountId = '' }: Actor) {
  const { rootId, id: providerId } = await providerNamed(store, await groupAt(store, group));
  const about = { kind: 'link', nameId: `of ${accountId}`, attributes: [] } as const;
  const outcome = await store.transaction(async (unit) =>
    keepOutcome(unit, { rootId, providerId, accountId, about }),
  );
  return { outcome };
}

/** A SAML identity of the caller, who has a password too. */
export async function identityFor({ store }: Services, group: string, { kind, accountId = kind }: Actor) {
  const provider = await providerNamed(store, await groupAt(store, group));
  const identity = await store.transaction(async (unit) => {
    const account = await unit.get(accounts, PLATFORM, accountId);
    if (account) unit.update(accounts, { ...account, passwordHash: 'set' });
    return adoptSamlName(unit, provider, `of ${accountId}`, accountId);
  });
  return { identity: identity.id };
}

/** The report of a test sign-in of the caller. */
export async function reportFor({ store }: Services, group: string, { accountId = '' }: Actor) {
  const { rootId, id: providerId } = await providerNamed(store, await groupAt(store, group));
  const about = { kind: 'test', checks: new Reporter().checks(), isAccepted: false } as const;
  const outcome = await store.transaction(async (unit) =>
    keepOutcome(unit, { rootId, providerId, accountId, about }),
  );
  return { outcome };
}

/** A recovery code, and a session of the caller to use it in. */
export async function codeFor({ store, runtime, secrets }: Services, group: string, caller: Actor) {
  const { accountId = '' } = caller;
  const { rootId } = await groupAt(store, group);
  return store.transaction(async (unit) => {
    const begun = { accountId, madeBy: { kind: 'password' }, ip: '192.0.2.1', userAgent: 'test' } as const;
    await openSession(unit, newSecret(runtime), begun);
    const [code] = await makeRecoveryCodes(unit, secrets.samlKey, rootId, { kind: 'operator' });
    return { code };
  });
}
