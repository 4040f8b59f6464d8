import { hash } from 'node:crypto';
import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import { type Collection, type Doc, PLATFORM } from '../store/index.ts';

/** How often something was tried within a window. The `id` is a digest of what is counted. */
export interface Attempts extends Doc {
  readonly count: number;
  /** When the window ends that began with the first attempt. */
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

/** Something was tried too often; it may be tried again after `waitMs`. */
export class TooManyAttempts extends RuleError {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('too_many_attempts', 'For safety this has to wait. Try again in a few minutes.');
    this.waitMs = waitMs;
  }
}

/** What wrong passwords of an account are counted by. */
export function passwordOf(name: string): string {
  return `password of ${name}`;
}

/** What one sign-in costs: the account that is named, whether there is one or not, and the address it comes from. */
export function passwordTries(name: string, ip: string): readonly Allowance[] {
  return [
    { of: passwordOf(name), most: limits.signInTriesPerAccount, ms: limits.signInWindow },
    { of: `password from ${network(ip)}`, most: limits.signInTriesPerAddress, ms: limits.signInWindow },
  ];
}

/** What a mail costs that somebody asks for. */
export function askedMails(name: string, ip: string): readonly Allowance[] {
  return [
    { of: `mail to ${name}`, most: limits.askedMailsPerAccount, ms: limits.askedMailsWindow },
    { of: `mail from ${network(ip)}`, most: limits.askedMailsPerAddress, ms: limits.askedMailsWindow },
  ];
}

/** What a SAML response costs; one that is accepted is taken back. */
export function samlTries(rootId: string, ip: string): readonly Allowance[] {
  return [
    {
      of: `saml ${rootId} from ${network(ip)}`,
      most: limits.samlTriesPerAddress,
      ms: limits.samlTriesWindow,
    },
  ];
}

/** What a token costs that is not valid for a group; groups that do not exist are soon spent together. */
export function wrongTokens(group: string, ip: string, most: number, ms: number): readonly Allowance[] {
  const from = network(ip);
  return [
    { of: `token of ${group} from ${from}`, most, ms },
    { of: `token from ${from}`, most: most * limits.failedGroupsPerAddress, ms },
  ];
}

/** What it costs to begin at an identity provider. */
export function samlStarts(ip: string): readonly Allowance[] {
  return [{ of: `saml start ${network(ip)}`, most: limits.samlStartsPerAddress, ms: limits.samlTriesWindow }];
}

/**
 * Counts one attempt, in the store and so for all processes. Where an allowance is used up nothing is counted, and the
 * answer is how many milliseconds are left of its window. Counting comes before trying: attempts at the same time
 * cannot exceed it.
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

/** What still counts. No window lasts longer than it is long, whatever clock began it. */
function liveOf(found: Attempts | undefined, now: number, ms: number): Attempts | undefined {
  if (!found || found.expiresAt <= now) return undefined;
  return { ...found, expiresAt: Math.min(found.expiresAt, now + ms) };
}

/** Takes an attempt back that turned out to be right: all of the first allowance, one of the others. */
export function forgive(store: UnitStore, allowances: readonly Allowance[]): Promise<void> {
  const [first, ...others] = allowances;
  return store.transaction(async (unit) => {
    if (first) await forget(unit, first.of);
    for (const { of } of others) await takeOneBack(unit, of);
  }, laneOf(allowances));
}

/** Takes one attempt back, of each allowance. */
export function takeBack(store: UnitStore, allowances: readonly Allowance[]): Promise<void> {
  return store.transaction(async (unit) => {
    for (const { of } of allowances) await takeOneBack(unit, of);
  }, laneOf(allowances));
}

async function takeOneBack(unit: Unit, of: string): Promise<void> {
  const found = await unit.get(attempts, PLATFORM, idOf(of));
  if (found && found.count > 0) unit.update(attempts, { ...found, count: found.count - 1 });
}

/** Forgets all attempts at something. */
export async function forget(unit: Unit, of: string): Promise<void> {
  const found = await unit.get(attempts, PLATFORM, idOf(of));
  if (found) unit.remove(attempts, found);
}

/** Many come from one address at the same time; one after the other they need no second try. */
function laneOf(allowances: readonly Allowance[]): string {
  return `attempts ${allowances.at(-1)?.of}`;
}

function idOf(of: string): string {
  return hash('sha256', of, 'base64url');
}

/** The address, or of IPv6 the /64 that one customer of a provider has (RFC 6177). */
function network(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return ip;
  const [head = '', tail] = ip.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after].slice(0, 4).join(':');
}
