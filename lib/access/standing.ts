import type { Session } from '../accounts/sessions.ts';
import { accounts } from '../accounts/types.ts';
import type { Actor } from '../audit/types.ts';
import { memberOf } from '../groups/members.ts';
import type { Group } from '../groups/types.ts';
import type { Runtime } from '../kernel/runtime.ts';
import { PLATFORM, type Reader } from '../store/port.ts';
import { accessTo } from './enforcement.ts';
import type { Party } from './policy.ts';

/** Who asks for an operation. A person comes with the sessions that count for the enforcement of SAML. */
export interface Caller {
  readonly actor: Actor;
  readonly sessions: readonly Session[];
}

/** What the caller is to a group; a stranger must not learn whether it exists. */
export type Standing = Party | 'stranger' | 'saml_required';

/** A personal token and a SCIM token are strangers: no scope of theirs grants an operation. */
export async function standingIn(
  reader: Reader,
  runtime: Runtime,
  { actor: { kind, accountId, tokenId }, sessions }: Caller,
  group: Group,
): Promise<Standing> {
  if (kind === 'operator') return 'operator';
  if (kind !== 'account' || accountId === undefined || tokenId !== undefined) return 'stranger';
  const [account, member] = await Promise.all([
    reader.get(accounts, PLATFORM, accountId),
    memberOf(reader, group.rootId, accountId),
  ]);
  if (!account || !member || member.deprovisioned) return 'stranger';
  const access = await accessTo(reader, runtime, { account, sessions }, group);
  if (access.kind === 'not_a_member') return 'stranger';
  if (access.kind === 'saml_required') return 'saml_required';
  return member.ownerOf.includes(group.rootId) ? 'owner' : 'member';
}
