import { limits } from '../../config/limits.ts';
import type { Unit } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import { PLATFORM } from '../store/index.ts';
import { localPart } from './email.ts';
import reserved from './reserved.json' with { type: 'json' };
import { accounts, usernameHints } from './types.ts';

const RESERVED = new Set<string>(reserved);
const VALID = /^[a-z0-9](?:[a-z0-9]|[._-](?=[a-z0-9]))*$/i;
const FALLBACK = 'user';

export function usernameKey(username: string): string {
  return username.toLowerCase();
}

/** Throws `RuleError` unless a person may choose this username. */
export function checkUsername(username: string): void {
  if (!VALID.test(username) || username.length > limits.usernameChars)
    throw new RuleError(
      'invalid_username',
      `A username has letters, digits and single . _ - between them, at most ${limits.usernameChars} characters.`,
    );
  if (RESERVED.has(usernameKey(username)))
    throw new RuleError('reserved_username', `The username ${username} is reserved. Choose another one.`);
}

/** The username derived from a SCIM `userName`: its local part, changed to fit the rules. */
export function usernameBase(userName: string): string {
  const fitting = localPart(userName)
    .normalize('NFKD')
    .replace(/[^a-z0-9._-]/gi, '')
    .replace(/([._-])[._-]+/g, '$1')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, limits.usernameChars)
    .replace(/[._-]+$/, '');
  return fitting === '' ? FALLBACK : fitting;
}

/**
 * `base`, else `base1`, `base2` …: the first free one. The hint starts the search where the last one ended, so the ten
 * thousandth `j.smith` costs as much as the tenth.
 */
export async function freeUsername(unit: Unit, base: string): Promise<string> {
  if (await isFree(unit, base)) return base;
  const key = usernameKey(base);
  const hint = await unit.get(usernameHints, PLATFORM, key);
  const { next = 1, freed = [] } = hint ?? {};
  let passed = 0;
  const number = () => freed[passed] ?? next + passed - freed.length;
  while (!(await isFree(unit, numbered(base, number())))) passed++;
  if (passed >= limits.usernameHintStep) {
    const noted = { next: Math.max(next, number()), freed: freed.slice(passed) };
    if (hint) unit.update(usernameHints, { ...hint, ...noted });
    else unit.insert(usernameHints, { id: key, ...noted });
  }
  return numbered(base, number());
}

/** Call it when `username` becomes free, so that the search finds it again. */
export async function releaseUsername(unit: Unit, username: string): Promise<void> {
  const key = usernameKey(username);
  for (const { index } of key.matchAll(/(?<=.)(?=[1-9]\d{0,8}$)/g)) {
    const [base, number] = [key.slice(0, index), Number(key.slice(index))];
    const hint = await unit.get(usernameHints, PLATFORM, base);
    if (!hint || number >= hint.next) continue;
    const freed = [...new Set([...(hint.freed ?? []), number])].sort((a, b) => a - b);
    unit.update(usernameHints, { ...hint, freed: freed.slice(0, limits.usernamesFreed) });
  }
}

async function isFree(unit: Unit, username: string): Promise<boolean> {
  const key = usernameKey(username);
  return !RESERVED.has(key) && (await unit.find(accounts, PLATFORM, 'username', key)) === undefined;
}

function numbered(base: string, number: number): string {
  const suffix = String(number);
  return base.slice(0, limits.usernameChars - suffix.length) + suffix;
}
