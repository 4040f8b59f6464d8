import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { knownAccount } from '../access/index.ts';
import { type Account, accounts, hasParts, searchedParts } from '../accounts/index.ts';
import {
  type Group,
  groups,
  type Member,
  type Membership,
  memberOf,
  members,
  origins,
  roles,
} from '../groups/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { groupPath, paging } from './arguments.ts';
import { query } from './operation.ts';
import { picked } from './pages.ts';
import { ofGroup } from './targets.ts';
import { accountRef, originViews } from './views.ts';

export const memberList = query({
  name: 'member.list',
  summary: 'Lists the members of a group, without inherited access.',
  target: ofGroup,
  input: z.object({
    group: groupPath,
    search: z
      .string()
      .min(1)
      .exactOptional()
      .describe('only people with words in name, username or e-mail that begin like this'),
    role: z.enum(roles).exactOptional().describe('only members with this role'),
    origin: z.enum(origins).exactOptional().describe('only memberships with this origin'),
    managed: z.boolean().default(false).describe('only accounts that the top-level group manages'),
    ...paging,
  }),
  run: async (reader, _actor, { group: path, limit, after, ...filter }, { group }) => {
    const exact = filter.search === undefined ? undefined : await exactly(reader, group, filter.search);
    const found = await picked(
      (range) => reader.list(members, group.rootId, { ...along(group, filter), ...range }),
      (docs) => shownMembers(reader, group, filter, docs),
      { limit, ...(after === undefined ? {} : { after }) },
      limits.searchedMembers,
    );
    const first = exact && after === undefined ? await shownMembers(reader, group, filter, [exact]) : [];
    const others = found.items.filter(({ account }) => account.id !== exact?.accountId);
    const root = await reader.get(groups, group.rootId, group.rootId);
    return {
      group: path,
      root: { path: root?.slug ?? path, name: root?.name ?? path },
      members: [...first.filter((row) => row !== undefined), ...others],
      ...(found.next === undefined ? {} : { next: found.next }),
    };
  },
});

interface Filter {
  readonly search?: string;
  readonly role?: Membership['role'];
  readonly origin?: (typeof origins)[number];
  readonly managed: boolean;
}

export type MemberRow = Awaited<ReturnType<typeof rowOf>>;

/** People who are searched for and owners have indexes of their own. */
function along({ id }: Group, { search, role }: Filter) {
  if (search !== undefined) return { index: 'word', prefix: searchedParts(search)[0] ?? search };
  return { index: role === 'owner' ? 'owner' : 'group', equal: [id] };
}

/** The member whose id, username or primary e-mail is the text: found at once, however many members there are. */
async function exactly(reader: Reader, { rootId, id }: Group, text: string): Promise<Member | undefined> {
  const account = await knownAccount(reader, rootId, text.trim());
  const member = account && (await memberOf(reader, rootId, account.id));
  return member?.groupIds.includes(id) ? member : undefined;
}

async function shownMembers(reader: Reader, group: Group, filter: Filter, docs: readonly Member[]) {
  const parts = searchedParts(filter.search ?? '');
  const here = docs.map((member) =>
    hasParts(member.words ?? [], parts) ? membershipIn(member, group, filter) : undefined,
  );
  const wanted = docs.filter((_member, at) => here[at] !== undefined).map(({ accountId }) => accountId);
  const known = new Map(
    (await reader.getMany(accounts, PLATFORM, wanted)).map((account) => [account?.id, account]),
  );
  return docs.map(({ accountId }, at) => {
    const [membership, account] = [here[at], known.get(accountId)];
    if (!membership || !account || (filter.managed && account.managedBy !== group.rootId)) return undefined;
    return rowOf(account, membership, group);
  });
}

function membershipIn({ memberships }: Member, { id }: Group, { role, origin }: Filter) {
  return memberships.find(
    (held) =>
      held.groupId === id &&
      (role === undefined || held.role === role) &&
      (origin === undefined || held.origins.some(({ kind }) => kind === origin)),
  );
}

function rowOf(account: Account, membership: Membership, { rootId }: Group) {
  const { role } = membership;
  const managed = account.managedBy === rootId;
  return { account: accountRef(account), role, origins: originViews(membership), managed };
}
