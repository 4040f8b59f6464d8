import { type Account, accounts, emailHolder, samlIdentities } from '../../accounts/index.ts';
import type { Unit } from '../../audit/index.ts';
import { samlProviders } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { PLATFORM, type Reader } from '../../store/index.ts';
import type { Identity } from '../types.ts';
import { needsAttention, settle, waitingOf } from './attention.ts';
import { isLeftBehind, type Moved, takeEmail } from './email_moves.ts';
import { beforeSoftDeletion, type Person, samlNameOf } from './identity.ts';

/** The effect of a change of a user on the profile of its account. */
interface Followed {
  /** Sentences about the e-mails that changed and that did not. */
  readonly notes: readonly string[];
  /** As in `Identity`. */
  readonly waitsFor: string | undefined;
  /** Whether the account has got a new e-mail. */
  readonly moved: boolean;
}

const none: Moved = { moved: false, others: 0 };

/**
 * Copies the name and the e-mail of a SCIM user to its account, if this group manages the account. An inactive or
 * soft-deleted user does not change the account until it is active again. Adds an e-mail that another account has to the
 * owner's list.
 */
export async function followProfile(
  unit: Unit,
  integration: Integration,
  user: Identity & { readonly accountId: string },
  { was, is }: { readonly was: Person; readonly is: Person },
): Promise<Followed> {
  const isRenamed = was.userName !== is.userName || was.externalId !== is.externalId;
  const whose = { ...is, identityId: user.id };
  const waiting = await waitingOf(unit, integration.id, isRenamed ? whose : { identityId: user.id });
  const said = is.email && asksFor(is.email, was, user.waitsFor, waiting) ? is.email : undefined;
  if (!is.active || (await isSoftDeleted(unit, user.accountId, is))) {
    settle(unit, waiting);
    return { notes: [], waitsFor: said?.key, moved: false };
  }
  const { rootId } = integration;
  const isBehind = !said && is.email && (await isLeftBehind(unit, rootId, user.accountId, is.email));
  const asks = isBehind ? is.email : said;
  const name = was.name === is.name && was.active ? undefined : is.name;
  const { rival, others, moved } = await follow(unit, integration, user.accountId, name, asks);
  if (asks && rival) {
    await needsAttention(unit, integration, whose, { account: rival, email: asks });
    const note = 'The e-mail of the account has not changed: another account has the new one.';
    return { notes: [note], waitsFor: asks.key, moved: false };
  }
  settle(unit, waiting);
  const note = `Updated the e-mail of ${others === 1 ? 'another account' : `${others} other accounts`} too.`;
  return { notes: others === 0 ? [] : [note], waitsFor: undefined, moved };
}

/** Whether the user has a new e-mail, or one that the account has not got yet. */
function asksFor(
  { key }: NonNullable<Person['email']>,
  was: Person,
  waitsFor: string | undefined,
  waiting: readonly { readonly emailKey: string }[],
): boolean {
  return was.email?.key !== key || waitsFor === key || waiting.some(({ emailKey }) => emailKey === key);
}

async function isSoftDeleted(reader: Reader, accountId: string, { email }: Person): Promise<boolean> {
  const former = email && beforeSoftDeletion(email.key);
  if (!former || former === email.key) return false;
  const holder = await emailHolder(reader, former);
  return holder?.accountId === accountId;
}

async function follow(
  unit: Unit,
  { rootId }: Integration,
  accountId: string,
  name: string | undefined,
  email: Person['email'],
): Promise<Moved> {
  const present = await unit.get(accounts, PLATFORM, accountId);
  if (present?.managedBy !== rootId) return none;
  const account = withName(unit, present, name);
  return email ? takeEmail(unit, rootId, { account, email }) : none;
}

function withName(unit: Unit, account: Account, name = account.name): Account {
  return name === account.name ? account : unit.update(accounts, { ...account, name });
}

/** Updates the SAML identity of an account to the value by which SCIM names its user. */
export async function followSamlName(
  unit: Unit,
  rootId: string,
  accountId: string,
  { was, is }: { readonly was: Person; readonly is: Person },
): Promise<void> {
  const provider = await unit.find(samlProviders, rootId, 'root', rootId);
  if (!provider) return;
  const [former, nameId] = [samlNameOf(was, provider.identifyBy), samlNameOf(is, provider.identifyBy)];
  if (former === undefined || nameId === undefined || former === nameId) return;
  const [held, taken] = await Promise.all(
    [former, nameId].map((name) => unit.find(samlIdentities, rootId, 'nameId', provider.id, name)),
  );
  if (held?.accountId !== accountId || taken) return;
  unit.update(samlIdentities, { ...held, nameId });
  unit.record({
    rootId,
    actor: { kind: 'system' },
    action: 'saml_identity.name_id_changed',
    target: { kind: 'account', id: accountId },
    detail: { identityId: held.id },
  });
}
