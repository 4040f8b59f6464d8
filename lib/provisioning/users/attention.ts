import { limits } from '../../../config/limits.ts';
import type { Account, AccountEmail } from '../../accounts/index.ts';
import type { Unit } from '../../audit/index.ts';
import { groups, samlProviders } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { DAY, defined, hasPassed, RuleError } from '../../kernel/index.ts';
import { queueMail } from '../../outbox/index.ts';
import { fold } from '../../scim/index.ts';
import { all, type Reader, type Store } from '../../store/index.ts';
import { attentions } from '../collections.ts';
import type { Attention } from '../types.ts';

const REMIND_EVERY = 7 * DAY;

/** Rule 4: an account has the e-mail, and nothing proves that it belongs to this user. */
export class EmailExists extends RuleError {
  readonly account: Account;
  readonly email: { readonly text: string; readonly key: string };
  /** Whether the account belonged to a user whom the integration deleted under other names. */
  readonly ofDeleted: boolean;

  constructor(
    account: Account,
    email: EmailExists['email'],
    { hasSaml, ofDeleted }: { readonly hasSaml: boolean; readonly ofDeleted: boolean },
  ) {
    super('email_exists', ofDeleted ? deletedText(email.text) : existsText(email.text, hasSaml));
    this.ofDeleted = ofDeleted;
    this.account = account;
    this.email = email;
  }
}

type Conflict = Pick<EmailExists, 'account' | 'email'> & { readonly ofDeleted?: boolean | undefined };

/** A user: by its id if it is held, by its names if it was refused. */
interface Whose {
  readonly identityId?: string;
  readonly userName: string;
  readonly externalId?: string;
}

/** Adds the conflict of a user to the owner's list, replaces any earlier one, and mails the member. */
export async function needsAttention(
  unit: Unit,
  integration: Integration,
  whose: Whose,
  conflict: Conflict,
): Promise<void> {
  const { account, email, ofDeleted = false } = conflict;
  const now = unit.now();
  const [own, overIt] = await Promise.all([
    waitingOf(unit, integration.id, whose),
    attentionsOver(unit, integration.id, email.key),
  ]);
  const id = attentionId(integration.id, whose);
  const present = own.find((entry) => entry.id === id);
  const same = own.filter((entry) => entry.emailKey === email.key);
  const entry = {
    ...keptOrRefused(whose),
    id,
    integrationId: integration.id,
    rootId: integration.rootId,
    email: email.text,
    emailKey: email.key,
    userName: whose.userName,
    accountId: account.id,
    ...(ofDeleted ? { ofDeleted } : invitationOf(present, account)),
    firstSeen: Math.min(now, ...same.map(({ firstSeen }) => firstSeen)),
    lastSeen: now,
    times: 1 + Math.max(0, ...same.map(({ times }) => times)),
  };
  if (present) unit.update(attentions, { ...entry, v: present.v });
  else unit.insert(attentions, entry);
  const others = overIt.filter((other) => own.every((mine) => mine.id !== other.id));
  settle(unit, [...own.filter((mine) => mine !== present), ...tooMany(others, now)]);
  // The mail could reach a person who has the address now and does not own the account.
  if (!ofDeleted) await remind(unit, integration, account, overIt);
}

/** The entries of a user: of a held one by its id, of a refused one by the same userName or externalId. */
export async function waitingOf(
  reader: Reader,
  integrationId: string,
  { identityId, userName, externalId }: Partial<Whose>,
): Promise<Attention[]> {
  const at = (id: string | undefined) =>
    id === undefined ? undefined : reader.get(attentions, integrationId, id);
  const [kept, named, known] = await Promise.all([
    at(identityId && keptId(integrationId, identityId)),
    at(userName && refusedId(integrationId, userName)),
    externalId === undefined ? undefined : reader.find(attentions, integrationId, 'externalId', externalId),
  ]);
  const found = [kept, named, known].filter((entry) => entry !== undefined);
  return [...new Map(found.map((entry) => [entry.id, entry])).values()];
}

/** Whether the person has confirmed recently to be the user with this address. */
export function isAccepted(
  { accountId, emailKey, linkAcceptedAt }: Attention,
  holder: Pick<AccountEmail, 'id' | 'accountId'>,
  now: number,
): boolean {
  if (linkAcceptedAt === undefined || hasPassed(linkAcceptedAt, limits.linkConsentLife, now)) return false;
  return accountId === holder.accountId && emailKey === holder.id;
}

/** Removes entries from the list. */
export function settle(unit: Unit, entries: readonly Attention[]): void {
  for (const entry of entries) unit.remove(attentions, entry);
}

/** The conflicts about an address. */
export function attentionsOver(
  reader: Reader,
  integrationId: string,
  emailKey: string,
): Promise<Attention[]> {
  return all(reader, attentions, integrationId, { index: 'email', equal: [emailKey] });
}

export async function listAttention(reader: Reader, integrationId: string): Promise<Attention[]> {
  return (await reader.list(attentions, integrationId, { limit: limits.shownAttentions })).items;
}

/** The number of conflicts of an integration, up to `limits.countedAttentions`. */
export function countAttention(store: Pick<Store, 'count'>, integrationId: string): Promise<number> {
  return store.count(attentions, integrationId, { limit: limits.countedAttentions });
}

/** Mails the member about the first conflict over an address, and about further ones at most once a week. */
async function remind(
  unit: Unit,
  { rootId }: Integration,
  account: Account,
  overIt: readonly Attention[],
): Promise<void> {
  if (account.email === undefined) return;
  if (overIt.some(({ lastSeen }) => !hasPassed(lastSeen, REMIND_EVERY, unit.now()))) return;
  const [group, provider] = await Promise.all([
    unit.get(groups, rootId, rootId),
    unit.find(samlProviders, rootId, 'root', rootId),
  ]);
  if (!group) return;
  queueMail(unit, account.email, {
    template: 'link_your_account',
    group: group.name,
    ...(provider ? {} : { withoutSaml: true }),
  });
}

/**
 * The entries to remove so that one more for the same address fits. An entry with a future time counts as the oldest.
 */
function tooMany(others: readonly Attention[], now: number): Attention[] {
  const seen = ({ lastSeen }: Attention) => (lastSeen > now ? 0 : lastSeen);
  const oldest = others.toSorted((a, b) => seen(a) - seen(b));
  return oldest.slice(0, Math.max(0, others.length + 1 - limits.attentionsPerAddress));
}

function existsText(email: string, hasSaml: boolean): string {
  return (
    `Email exists. An account with the e-mail ${email} is already there and is not linked to this group. ` +
    (hasSaml
      ? 'Its owner signs in and links the SAML identity of this group in the profile; then provision this user again.'
      : 'The group has no single sign-on by which its owner could link it. An owner of the group finds the ways out ' +
        'in Rollcall, under “People who need attention”; then provision this user again.')
  );
}

function deletedText(email: string): string {
  return (
    `Email exists. The account with the e-mail ${email} was that of a user whom this integration has deleted, who had ` +
    'another userName and another externalId: this may be another person. An owner of the group finds the ways out in ' +
    'Rollcall, under “People who need attention”; then provision this user again.'
  );
}

/** What an entry keeps of its link invitation while the same account has the address. */
function invitationOf(entry: Attention | undefined, { id }: Account) {
  if (entry?.accountId !== id) return {};
  const { linkSecret, linkSentAt, linkAcceptedAt } = entry;
  return defined({ linkSecret, linkSentAt, linkAcceptedAt });
}

function attentionId(integrationId: string, { identityId, userName }: Whose): string {
  return identityId === undefined ? refusedId(integrationId, userName) : keptId(integrationId, identityId);
}

function keptId(integrationId: string, identityId: string): string {
  return `${integrationId}:${identityId}`;
}

function refusedId(integrationId: string, userName: string): string {
  return `${integrationId}:refused:${fold(userName)}`;
}

function keptOrRefused({ identityId, externalId }: Whose) {
  if (identityId !== undefined) return { identityId };
  return externalId === undefined ? {} : { externalId };
}
