import { limits } from '../../config/limits.ts';
import { type Account, emailDomain, emailKey, type Session } from '../accounts/index.ts';
import type { Actor, Unit, UnitStore, View } from '../audit/index.ts';
import { asciiDomain } from '../domains/index.ts';
import {
  ancestors,
  type Enforcement,
  type EnforcementMode,
  enforcements,
  type Group,
  groups,
  highest,
  type Member,
  memberOf,
  ownersOf,
  pathOf,
  type Role,
  settlePlaces,
} from '../groups/index.ts';
import { HOUR, RuleError } from '../kernel/index.ts';
import { hasRecoveryCodes, isTested, providerNamed } from '../sign_on/index.ts';
import { all, type Reader } from '../store/index.ts';

type Rule = Pick<Enforcement, 'mode' | 'domains'>;

export type Access =
  | { readonly kind: 'granted'; readonly role: Role }
  /** `signOn` is the path for signing in. */
  | { readonly kind: 'saml_required'; readonly role: Role; readonly signOn: string }
  | { readonly kind: 'not_a_member' };

/** The account, and the sessions that count: that of the browser, or for a token all open sessions of its person. */
export interface Asking {
  readonly sessions: readonly Session[];
  readonly account: Account;
}

/** A group with its ancestors, from the top-level group down, and the rule that applies. */
interface Place {
  readonly line: readonly Group[];
  readonly rule: Enforcement | undefined;
}

/** Whether an account may see a group. Membership in an ancestor counts; the nearest rule up the tree applies. */
export async function accessTo(view: View, asking: Asking, group: Group): Promise<Access> {
  const [line, member] = await Promise.all([
    lineOf(view, group),
    memberOf(view, group.rootId, asking.account.id),
  ]);
  const rule = await ruleAlong(view, line);
  return accessAt(asking, view.now(), member, { line, rule });
}

export function accessAt(
  { account, sessions }: Asking,
  now: number,
  member: Member | undefined,
  { line, rule }: Place,
): Access {
  const [root] = line;
  const held = (member?.memberships ?? []).filter(({ groupId }) => line.some(({ id }) => id === groupId));
  if (!root || !member || held.length === 0) return { kind: 'not_a_member' };
  const role = highest(held.map((membership) => membership.role));
  const opens = (session: Session) => isFresh(session, root.id, now) || isRecovered(session, member, now);
  if (!concerns(rule, account) || sessions.some(opens)) return { kind: 'granted', role };
  return { kind: 'saml_required', role, signOn: `/groups/${encodeURIComponent(root.slug)}/-/saml/sso` };
}

/** Whether the identity provider of a top-level group has authenticated this person recently. */
export function isFresh({ madeBy }: Session, rootId: string, now: number): boolean {
  return madeBy.kind === 'saml' && madeBy.rootId === rootId && isRecent(madeBy.authenticatedAt, now);
}

export async function lineOf(reader: Reader, group: Group): Promise<Group[]> {
  return [...(await ancestors(reader, group)), group];
}

/** The nearest rule up the tree; undefined when there is none. */
export async function ruleAlong(reader: Reader, line: readonly Group[]): Promise<Enforcement | undefined> {
  const rules = await Promise.all(line.map(({ rootId, id }) => reader.get(enforcements, rootId, id)));
  return rules.findLast((rule) => rule !== undefined);
}

interface EnforcementWish {
  /** `inherit` removes the rule of this group. */
  readonly mode: EnforcementMode | 'inherit';
  readonly domains: readonly string[];
}

/**
 * Sets the rule of a group. Throws `RuleError` if the rule would apply to anybody and the top-level group has no
 * recovery codes, no owner who could use one, or no owner's test sign-in with the present settings.
 */
export async function enforce(unit: Unit, group: Group, wish: EnforcementWish, actor: Actor): Promise<void> {
  const { mode } = wish;
  const domains = checkedDomains(wish);
  const [root = group] = await lineOf(unit, group);
  if (mode === 'everyone' || mode === 'domains') await checkReady(unit, root);
  const before = await unit.get(enforcements, group.rootId, group.id);
  if (mode === 'inherit') {
    if (before) unit.remove(enforcements, before);
  } else {
    const rule = { id: group.id, rootId: group.rootId, mode, domains, changedAt: unit.now() };
    if (before) unit.update(enforcements, { ...rule, v: before.v });
    else unit.insert(enforcements, rule);
  }
  await settlePlaces(unit, group);
  unit.record({
    rootId: group.rootId,
    actor,
    action: 'saml_enforcement.changed',
    target: { kind: 'group', id: group.id },
    detail: { path: await pathOf(unit, group), mode, ...(domains.length === 0 ? {} : { domains }) },
  });
}

async function checkReady(reader: Reader, root: Group): Promise<void> {
  const provider = await providerNamed(reader, root);
  if (!isTested(provider))
    throw new RuleError(
      'test_sign_in_missing',
      'An owner has to make a successful test sign-in with the present identity provider and settings first.',
    );
  if (!(await hasRecoveryCodes(reader, root.id)))
    throw new RuleError(
      'recovery_codes_missing',
      'The owners need recovery codes first, for the day when the identity provider fails.',
    );
  const owners = await ownersOf(reader, root.id);
  if (!owners.some(({ passwordHash }) => passwordHash !== undefined))
    throw new RuleError(
      'owner_password_missing',
      'No owner has a password, so nobody could sign in and use a recovery code when the identity provider fails. ' +
        'One of them has to set a password first.',
    );
}

function checkedDomains({ mode, domains }: EnforcementWish): string[] {
  const ascii = [...new Set(domains.map(asciiDomain))];
  if ((mode === 'domains') !== ascii.length > 0)
    throw new RuleError(
      'contradictory_arguments',
      'Give domains where only members of some domains must sign in this way, and none otherwise.',
    );
  if (ascii.length > limits.domainsPerGroup)
    throw new RuleError('too_many_domains', `A rule names at most ${limits.domainsPerGroup} domains.`);
  return ascii;
}

/** Whether a rule applies to an account with this primary e-mail. */
export function concerns(rule: Rule | undefined, { email }: Pick<Account, 'email'>): boolean {
  if (!rule || rule.mode === 'off') return false;
  if (rule.mode === 'everyone') return true;
  const key = email === undefined ? undefined : emailKey(email);
  return key !== undefined && rule.domains.includes(emailDomain(key));
}

function isRecovered({ recovered }: Session, { rootId, ownerOf }: Member, now: number): boolean {
  const used = recovered?.find((one) => one.rootId === rootId);
  return used !== undefined && ownerOf.includes(rootId) && isRecent(used.at, now);
}

/** A time in the future comes from a wrong clock and is not recent. */
function isRecent(at: number, now: number): boolean {
  return at <= now + limits.samlSkewMs && now - at < limits.samlFreshHours * HOUR;
}

/** Whether a rule below a top-level group keeps an account out of a group that it is a member of. */
export async function isKeptOut(store: UnitStore, asking: Asking, rootId: string): Promise<boolean> {
  const rules = await all(store, enforcements, rootId);
  if (rules.every(({ mode }) => mode === 'off')) return false;
  const member = await memberOf(store, rootId, asking.account.id);
  for (const id of new Set([...rules.map((rule) => rule.id), ...(member?.groupIds ?? [])])) {
    const group = await store.get(groups, rootId, id);
    if (group && (await accessTo(store, asking, group)).kind === 'saml_required') return true;
  }
  return false;
}
