import { limits } from '../../../config/limits.ts';
import { accounts } from '../../accounts/index.ts';
import type { View } from '../../audit/index.ts';
import { type Member, members } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { fold } from '../../scim/index.ts';
import { PLATFORM } from '../../store/index.ts';
import { identities } from '../collections.ts';
import type { Identity } from '../types.ts';
import { isActive, personOf } from '../users/identity.ts';

/** Names of people, and how many there are: no more than `limits.comparedPeople` are named. */
interface Named {
  readonly count: number;
  readonly names: readonly string[];
}

/** A list of people compared with the users who are here. */
export interface Comparison {
  /** The different names in the list. */
  readonly listed: number;
  /** Active users of the integration whom the list names. */
  readonly both: number;
  /** Names that nobody here has. */
  readonly onlyListed: Named;
  /** Active users of the integration whom the list does not name. */
  readonly onlyHere: Named;
  /** Users whom the list names, and who are inactive here. */
  readonly inactive: Named;
  /** Members whom the list names, and whom the integration has not created. */
  readonly unprovisioned: Named;
  /** Members whom neither the list nor the integration knows. */
  readonly others: Named;
}

/** A comparison, with what a plan needs of it. */
export interface ComparedPeople extends Comparison {
  /** The users of the integration, inactive ones too. */
  readonly users: number;
  /** The active users whom the list does not name. */
  readonly onlyHereIds: readonly string[];
}

class People {
  count = 0;
  readonly names: string[] = [];

  add(name: string): void {
    this.count += 1;
    if (this.names.length < limits.comparedPeople) this.names.push(name);
  }
}

/**
 * Compares a list of people with the users of an integration and the members of its group, by userName, externalId and
 * e-mail, in any letter case. Writes nothing.
 */
export async function comparePeople(
  view: View,
  { id, rootId }: Integration,
  listed: ReadonlyMap<string, string>,
): Promise<ComparedPeople> {
  const found = new Set<string>();
  const users = new Set<string>();
  const [onlyListed, onlyHere, inactive, unprovisioned, others] = Array.from(
    { length: 5 },
    () => new People(),
  ) as [People, People, People, People, People];
  const onlyHereIds: string[] = [];
  let both = 0;
  let count = 0;
  const named = (keys: readonly string[]): boolean => {
    const here = keys.filter((key) => listed.has(key));
    for (const key of here) found.add(key);
    return here.length > 0;
  };
  for await (const page of pages(view, identities, id)) {
    count += page.length;
    for (const user of page) {
      if (user.accountId !== undefined) users.add(user.accountId);
      const isListed = named(keysOf(user));
      const { userName } = personOf(user.resource);
      if (isListed && isActive(user)) both += 1;
      else if (isListed) inactive.add(userName);
      else if (isActive(user)) {
        onlyHere.add(userName);
        onlyHereIds.push(user.id);
      }
    }
    await view.breathe();
  }
  for await (const page of pages(view, members, rootId)) {
    const strangers = page.filter((member) => isStranger(member, users));
    const ids = strangers.map(({ accountId }) => accountId);
    for (const account of await view.getMany(accounts, PLATFORM, ids)) {
      if (!account) continue;
      const { username, email } = account;
      const isListed = named([username, ...(email === undefined ? [] : [email])].map(fold));
      (isListed ? unprovisioned : others).add(username);
    }
    await view.breathe();
  }
  for (const [key, name] of listed) if (!found.has(key)) onlyListed.add(name);
  return {
    listed: listed.size,
    both,
    onlyListed,
    onlyHere,
    inactive,
    unprovisioned,
    others,
    users: count,
    onlyHereIds,
  };
}

function keysOf({ userNameKey, externalId, emailKeys }: Identity): string[] {
  return [userNameKey, ...emailKeys, ...(externalId === undefined ? [] : [fold(externalId)])];
}

function isStranger({ accountId, memberships }: Member, users: ReadonlySet<string>): boolean {
  return memberships.length > 0 && !users.has(accountId);
}

async function* pages<D extends Identity | Member>(
  view: View,
  from: Parameters<typeof view.list<D>>[0],
  scope: string,
): AsyncGenerator<readonly D[]> {
  for (let after: string | undefined; ; ) {
    const page = await view.list(from, scope, {
      limit: limits.plannedPeople,
      ...(after === undefined ? {} : { after }),
    });
    yield page.items;
    if (page.next === undefined) return;
    after = page.next;
  }
}
