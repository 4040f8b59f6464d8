import { hash } from 'node:crypto';
import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import { type Collection, type Doc, PLATFORM } from '../store/index.ts';

/** The number of attempts within a window. The `id` is a digest of what is counted. */
interface Attempts extends Doc {
  readonly count: number;
  /** The end of the window, which starts with the first attempt. */
  readonly expiresAt: number;
}

export const attempts: Collection<Attempts> = {
  name: 'attempts',
  scope: 'platform',
  unique: {},
  indexes: {},
  expires: 'expiresAt',
};

export interface Allowance {
  readonly of: string;
  readonly most: number;
  readonly ms: number;
}

/** Too many attempts; the next one is allowed after `waitMs`. */
export class TooManyAttempts extends RuleError {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('too_many_attempts', 'For safety this has to wait. Try again in a few minutes.');
    this.waitMs = waitMs;
  }
}

/** The key that counts wrong passwords of an account. */
export function passwordOf(name: string): string {
  return `password of ${name}`;
}

/** The allowances of one sign-in: by account name, even if no account has it, and by IP address. */
export function passwordTries(name: string, ip: string): readonly Allowance[] {
  return [
    { of: passwordOf(name), most: limits.signInTriesPerAccount, ms: limits.signInWindow },
    { of: `password from ${network(ip)}`, most: limits.signInTriesPerAddress, ms: limits.signInWindow },
  ];
}

/** The allowances of one attempt with a first-run code. */
export function firstRunTries(ip: string): readonly Allowance[] {
  return [
    { of: `first run from ${network(ip)}`, most: limits.firstRunTriesPerAddress, ms: limits.signInWindow },
  ];
}

/** The allowances of one try with a set-up link that does not work. */
export function setupLinkTries(ip: string): readonly Allowance[] {
  return [
    { of: `set-up link from ${network(ip)}`, most: limits.setupLinkTriesPerAddress, ms: limits.signInWindow },
  ];
}

/** The allowances of a mail that a visitor asks for. */
export function askedMails(name: string, ip: string): readonly Allowance[] {
  return [
    { of: `mail to ${name}`, most: limits.askedMailsPerAccount, ms: limits.askedMailsWindow },
    { of: `mail from ${network(ip)}`, most: limits.askedMailsPerAddress, ms: limits.askedMailsWindow },
  ];
}

/** The allowances of an invitation: of all that a top-level group sends, and of those to one address. */
export function invitationMails(rootId: string, address: string): readonly Allowance[] {
  const ms = limits.invitationMailsWindow;
  return [
    { of: `invitation of ${rootId} to ${address}`, most: limits.invitationMailsPerAddress, ms },
    { of: `invitations of ${rootId}`, most: limits.invitationMailsPerGroup, ms },
  ];
}

/** The allowance of requests that a top-level group makes to the outside at the word of its owners. */
export function groupLookUps(rootId: string): readonly Allowance[] {
  return [{ of: `look-ups of ${rootId}`, most: limits.lookUpsPerGroup, ms: limits.lookUpsWindow }];
}

/** The allowances of a SAML response. An accepted response gives its attempt back. */
export function samlTries(rootId: string, ip: string): readonly Allowance[] {
  return [
    {
      of: `saml ${rootId} from ${network(ip)}`,
      most: limits.samlTriesPerAddress,
      ms: limits.samlTriesWindow,
    },
  ];
}

/** The allowances of an invalid token for a group. Groups that do not exist share one. */
export function wrongTokens(group: string, ip: string, most: number, ms: number): readonly Allowance[] {
  const from = network(ip);
  return [
    { of: `token of ${group} from ${from}`, most, ms },
    { of: `token from ${from}`, most: most * limits.failedGroupsPerAddress, ms },
  ];
}

/** The allowances for starting a sign-in at an identity provider. */
export function samlStarts(ip: string): readonly Allowance[] {
  return [{ of: `saml start ${network(ip)}`, most: limits.samlStartsPerAddress, ms: limits.samlTriesWindow }];
}

/**
 * Counts one attempt in the store, so the limit holds for all processes. If an allowance is used up, counts nothing and
 * returns the milliseconds until its window ends. Counting comes first, so concurrent attempts cannot exceed the limit.
 */
export function spend(store: UnitStore, allowances: readonly Allowance[]): Promise<number | undefined> {
  return store.transaction(async (unit) => {
    const now = unit.now();
    const held = await Promise.all(allowances.map(({ of }) => unit.get(attempts, PLATFORM, idOf(of))));
    const live = held.map((found, at) => liveOf(found, now, allowances[at]?.ms ?? 0));
    const waits = allowances.map(({ most }, at) => {
      const found = live[at];
      return found && found.count >= most ? found.expiresAt - now : 0;
    });
    const wait = Math.max(...waits);
    if (wait > 0) {
      live.forEach((found, at) => {
        if (found && found.expiresAt !== held[at]?.expiresAt) unit.update(attempts, found);
      });
      return wait;
    }
    allowances.forEach(({ of, ms }, at) => {
      const found = live[at];
      const before = held[at];
      if (found) unit.update(attempts, { ...found, count: found.count + 1 });
      else if (before) unit.update(attempts, { ...before, count: 1, expiresAt: now + ms });
      else unit.insert(attempts, { id: idOf(of), count: 1, expiresAt: now + ms });
    });
    return undefined;
  }, laneOf(allowances));
}

/** The attempts that still count. A window never lasts longer than its length, whatever clock started it. */
function liveOf(found: Attempts | undefined, now: number, ms: number): Attempts | undefined {
  if (!found || found.expiresAt <= now) return undefined;
  return { ...found, expiresAt: Math.min(found.expiresAt, now + ms) };
}

/** Gives back a successful attempt: everything of the first allowance, one attempt of the others. */
export function forgive(store: UnitStore, allowances: readonly Allowance[]): Promise<void> {
  const [first, ...others] = allowances;
  return store.transaction(async (unit) => {
    if (first) await forget(unit, first.of);
    for (const { of } of others) await takeOneBack(unit, of);
  }, laneOf(allowances));
}

/** Gives back one attempt of each allowance. */
export function takeBack(store: UnitStore, allowances: readonly Allowance[]): Promise<void> {
  return store.transaction(async (unit) => {
    for (const { of } of allowances) await takeOneBack(unit, of);
  }, laneOf(allowances));
}

async function takeOneBack(unit: Unit, of: string): Promise<void> {
  const found = await unit.get(attempts, PLATFORM, idOf(of));
  if (found && found.count > 0) unit.update(attempts, { ...found, count: found.count - 1 });
}

/** Deletes all attempts of a kind. */
export async function forget(unit: Unit, of: string): Promise<void> {
  const found = await unit.get(attempts, PLATFORM, idOf(of));
  if (found) unit.remove(attempts, found);
}

/** Many attempts come from one address at once. In one lane they do not conflict. */
function laneOf(allowances: readonly Allowance[]): string {
  return `attempts ${allowances.at(-1)?.of}`;
}

function idOf(of: string): string {
  return hash('sha256', of, 'base64url');
}

/** The IPv4 address, or the /64 network of an IPv6 address: one customer of a provider (RFC 6177). */
function network(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return ip;
  const [head = '', tail] = ip.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after].slice(0, 4).join(':');
}
