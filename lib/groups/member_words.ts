import { limits } from '../../config/limits.ts';
import { type Account, accounts, searchWords } from '../accounts/index.ts';
import type { Derivation, Unit } from '../audit/index.ts';
import { batches, type Doc, PLATFORM, type Store } from '../store/index.ts';
import { type Member, members } from './types.ts';

/**
 * Keeps the words under which a search finds a member: with the first write of the member, and with each change of
 * the account. Both write the account, so that of two at once one sees the other.
 */
export function followNames(store: Pick<Store, 'sweep'>): Derivation<Unit> {
  return {
    concerns: (collection) => collection === members.name || collection === accounts.name,
    async follow(unit, written) {
      const docs = [...written];
      for (const id of new Set(docs.filter(isChangedAccount).map((account) => account.id)))
        await followAccount(unit, store, id);
      for (const member of docs.filter(isUnknownMember)) await describe(unit, member);
    },
  };
}

async function followAccount(unit: Unit, store: Pick<Store, 'sweep'>, id: string): Promise<void> {
  const account = await unit.get(accounts, PLATFORM, id);
  if (!account) return;
  const words = wordsOf(account);
  const range = { index: 'account', equal: [id], limit: limits.maxPageSize };
  for await (const held of batches(store, members, range))
    for (const { id: memberId, rootId, words: before } of held) {
      if (before && isSame(before, words)) continue;
      const member = await unit.get(members, rootId, memberId);
      if (member) unit.update(members, { ...member, words });
    }
}

async function describe(unit: Unit, { id, rootId, accountId }: Member): Promise<void> {
  const [member, account] = await Promise.all([
    unit.get(members, rootId, id),
    unit.get(accounts, PLATFORM, accountId),
  ]);
  if (!member || member.words || !account) return;
  unit.update(members, { ...member, words: wordsOf(account) });
  if (!isNew(account)) unit.touch(accounts, account);
}

function wordsOf({ name, username, email }: Account): string[] {
  return searchWords(name, username, email);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, at) => word === other[at]);
}

function isNew({ v }: Doc): boolean {
  return v === 1;
}

function isChangedAccount(doc: Doc): doc is Account {
  return 'usernameKey' in doc && !isNew(doc);
}

function isUnknownMember(doc: Doc): doc is Member {
  return 'memberships' in doc && !('words' in doc);
}
