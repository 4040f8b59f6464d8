import type { Reader } from '../store/index.ts';
import { type Member, members } from './types.ts';

export function memberId(rootId: string, accountId: string): string {
  return `${rootId}:${accountId}`;
}

/** Whether an account has access anywhere under a top-level group. */
export async function isMember(
  reader: Reader,
  { rootId, accountId }: Pick<Member, 'rootId' | 'accountId'>,
): Promise<boolean> {
  const member = await memberOf(reader, rootId, accountId);
  return member !== undefined && member.deprovisioned === undefined && member.memberships.length > 0;
}

export async function memberOf(
  reader: Reader,
  rootId: string,
  accountId: string,
): Promise<Member | undefined> {
  return reader.get(members, rootId, memberId(rootId, accountId));
}

export function emptyMember(rootId: string, accountId: string): Omit<Member, 'v'> {
  return { id: memberId(rootId, accountId), rootId, accountId, memberships: [], groupIds: [], ownerOf: [] };
}
