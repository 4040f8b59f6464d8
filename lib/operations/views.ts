import { type Account, accounts, type PersonalToken } from '../accounts/index.ts';
import { type Group, groups, type Membership, pathOf, type Role } from '../groups/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';

/** How results of several commands show a group. Times are ISO 8601. */
export interface GroupView {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly kind: Group['kind'];
  readonly createdAt: string;
}

export interface AccountRef {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly email?: string;
}

interface MembershipView {
  readonly group: string;
  readonly role: Role;
  readonly origins: readonly { readonly kind: string; readonly role: Role; readonly since: string }[];
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export async function groupView(reader: Reader, group: Group): Promise<GroupView> {
  const { id, name, kind, createdAt } = group;
  return { id, path: await pathOf(reader, group), name, kind, createdAt: iso(createdAt) };
}

export function accountRef({ id, username, name, email }: Account): AccountRef {
  return { id, username, name, ...(email === undefined ? {} : { email }) };
}

/** An account by id. Accounts are never deleted, so the fallback is for a damaged store. */
export async function accountRefById(reader: Reader, id: string): Promise<AccountRef> {
  const account = await reader.get(accounts, PLATFORM, id);
  return account ? accountRef(account) : { id, username: '(missing)', name: '' };
}

export async function membershipViews(
  reader: Reader,
  rootId: string,
  memberships: readonly Membership[],
): Promise<MembershipView[]> {
  return Promise.all(
    memberships.map(async ({ groupId, role, origins }) => {
      const group = await reader.get(groups, rootId, groupId);
      return {
        group: group ? await pathOf(reader, group) : groupId,
        role,
        origins: originViews({ origins }),
      };
    }),
  );
}

export function originViews({ origins }: Pick<Membership, 'origins'>): MembershipView['origins'] {
  return origins.map(({ kind, role, since }) => ({ kind, role, since: iso(since) }));
}

export function personalTokenView({ id, name, createdAt, expiresAt, scopes = [], used }: PersonalToken) {
  return {
    ...{ id, name, createdAt: iso(createdAt), expiresAt: iso(expiresAt), scopes: [...scopes] },
    ...(used === undefined ? {} : { lastUsed: { at: iso(used.at), ip: used.ip } }),
  };
}

export function originKinds({ origins }: Pick<MembershipView, 'origins'>): string {
  return [...new Set(origins.map(({ kind }) => kind))].join(', ');
}
