import { emailHolder, replacePrimaryEmail } from '../accounts/accounts.ts';
import { settleManager } from '../accounts/managing.ts';
import { type Account, accounts } from '../accounts/types.ts';
import { ownsDomain } from '../accounts/verified_domains.ts';
import type { Runtime } from '../runtime.ts';
import { PLATFORM, type Transaction } from '../store/port.ts';
import { needsAttention, settle, waitingOf } from './attention.ts';
import type { Person } from './person.ts';
import type { Integration } from './types.ts';
import { isUnproved, takeUnproved } from './unproved.ts';

/**
 * Lets name and e-mail of an account follow its SCIM user, where this group manages the account; elsewhere the profile
 * stays with the integration. Returns, in plain words, what could not follow: the owner's list has it too, until the
 * user is written without that conflict.
 */
export async function followProfile(
  tx: Transaction,
  runtime: Runtime,
  integration: Integration,
  accountId: string,
  { id: identityId, was, is }: { readonly id: string; readonly was: Person; readonly is: Person },
): Promise<string[]> {
  const isRenamed = was.userName !== is.userName || was.externalId !== is.externalId;
  const whose = { ...is, identityId };
  const waiting = await waitingOf(tx, integration.id, isRenamed ? whose : { identityId });
  const isOpen = waiting.some(({ emailKey }) => emailKey === is.email?.key);
  const email = is.email?.key === was.email?.key && !isOpen ? undefined : is.email;
  const nothing = was.name === is.name && !email;
  const rival = nothing ? undefined : await follow(tx, runtime, integration, accountId, is.name, email);
  if (!email || !rival) {
    settle(tx, waiting);
    return [];
  }
  await needsAttention(tx, runtime, integration, whose, { account: rival, email });
  return ['The e-mail of the account stays as it was: another account has the new one.'];
}

/** Answers the account that has the e-mail, where it could not follow. */
async function follow(
  tx: Transaction,
  runtime: Runtime,
  { rootId }: Integration,
  accountId: string,
  name: string,
  email: Person['email'],
): Promise<Account | undefined> {
  const account = await tx.get(accounts, PLATFORM, accountId);
  if (account?.managedBy !== rootId) return undefined;
  const rival = email && (await rivalFor(tx, runtime, rootId, accountId, email.key));
  if (email && !rival) {
    const confirmed = await ownsDomain(tx, rootId, email.key);
    await replacePrimaryEmail(tx, runtime, account, email.text, confirmed);
  }
  tx.update(accounts, { ...account, name, ...(email && !rival ? { email: email.text } : {}) });
  await settleManager(tx, runtime, accountId);
  return rival;
}

/** The other account that has an address by right; who has it without right loses it. */
async function rivalFor(
  tx: Transaction,
  runtime: Runtime,
  rootId: string,
  accountId: string,
  key: string,
): Promise<Account | undefined> {
  const holder = await emailHolder(tx, key);
  if (!holder || holder.accountId === accountId) return undefined;
  if (!(await isUnproved(tx, rootId, holder))) return tx.get(accounts, PLATFORM, holder.accountId);
  await takeUnproved(tx, runtime, rootId, holder);
  return undefined;
}
