import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { knownAccount, may, ownGroups, partiesOf } from '../access/index.ts';
import { type Account, accounts, hasParts, searchedParts } from '../accounts/index.ts';
import { type Group, groups, type Member, memberOf, members, pathOf } from '../groups/index.ts';
import { fold } from '../scim/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { query } from './operation.ts';
import { picked } from './pages.ts';
import { ofOwnAccount } from './targets.ts';
import { accountRef } from './views.ts';

export const profileSearch = query({
  name: 'profile.search',
  summary: 'Finds groups that you may enter by name, and members of groups that you own.',
  target: ofOwnAccount,
  input: z.object({ text: z.string().trim().min(1).max(limits.nameChars).describe('part of a name') }),
  run: async (view, actor, { text }, { account, sessions, services: { store } }) => {
    const held = await store.sweep(members, {
      index: 'account',
      equal: [account.id],
      limit: limits.switcherGroups,
    });
    const own = await ownGroups(store, { account, sessions });
    const trees = await Promise.all(
      held.items.map(async ({ rootId }) => {
        const root = await view.get(groups, rootId, rootId);
        const parties = root ? await partiesOf(view, { actor, sessions }, { group: root }) : [];
        if (!root || parties === 'saml_required' || !may(parties, 'group.tree')) return nothing;
        const below = await groupsBelow(view, root, text);
        const people = may(parties, 'member.list') ? await peopleOf(view, root, text) : nothing;
        return { ...below, people: people.people, isPartial: below.isPartial || people.isPartial };
      }),
    );
    const found = [
      ...own.filter(({ path, name }) => isIn(text, name, path)).map(({ path, name }) => ({ path, name })),
      ...trees.flatMap((tree) => tree.groups),
    ];
    const unique = [...new Map(found.map((group) => [group.path, group])).values()];
    const people = trees.flatMap((tree) => tree.people);
    return {
      groups: unique.slice(0, limits.foundAtOnce),
      people: people.slice(0, limits.foundAtOnce),
      isPartial:
        trees.some((tree) => tree.isPartial) || Math.max(unique.length, people.length) > limits.foundAtOnce,
    };
  },
});

const nothing = { groups: [], people: [], isPartial: false };

async function groupsBelow(reader: Reader, root: Group, text: string) {
  const { items, next } = await picked(
    (range) => reader.list(groups, root.id, range),
    (docs) => Promise.all(docs.map((group) => shownGroup(reader, group, text))),
    { limit: limits.foundAtOnce },
    limits.searchedMembers,
  );
  return { groups: items, isPartial: next !== undefined };
}

/** The members of a top-level group and of the groups below it. A whole username or e-mail comes first. */
async function peopleOf(reader: Reader, root: Group, text: string) {
  const parts = searchedParts(text);
  const exact = await knownAccount(reader, root.id, text);
  const first = exact && (await memberOf(reader, root.id, exact.id));
  const { items, next } = await picked(
    (range) => reader.list(members, root.id, { index: 'word', prefix: parts[0] ?? text, ...range }),
    (docs) => shownPeople(reader, root, docs, parts),
    { limit: limits.foundAtOnce },
    limits.searchedMembers,
  );
  const others = items.filter(({ id }) => id !== exact?.id);
  return {
    people: exact && first && isConcerned(first) ? [shownPerson(root, exact), ...others] : others,
    isPartial: next !== undefined,
  };
}

async function shownGroup(reader: Reader, group: Group, text: string) {
  if (!isIn(text, group.name, group.slug)) return undefined;
  return { path: await pathOf(reader, group), name: group.name };
}

async function shownPeople(reader: Reader, root: Group, docs: readonly Member[], parts: readonly string[]) {
  const found = await reader.getMany(
    accounts,
    PLATFORM,
    docs.map(({ accountId }) => accountId),
  );
  return found.map((account, at) => {
    const member = docs[at];
    const isFound = member && isConcerned(member) && hasParts(member.words ?? [], parts);
    return account && isFound ? shownPerson(root, account) : undefined;
  });
}

/** Whether an account has a role in the tree, or had one that the identity provider ended. */
function isConcerned({ memberships, deprovisioned }: Member): boolean {
  return memberships.length > 0 || deprovisioned !== undefined;
}

function shownPerson(root: Group, account: Account) {
  return { ...accountRef(account), group: root.slug, groupName: root.name };
}

function isIn(text: string, ...values: readonly string[]): boolean {
  return values.some((value) => fold(value).includes(fold(text)));
}
