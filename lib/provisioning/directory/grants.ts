import { record } from '../../audit/record.ts';
import {
  type AccessChange,
  emptyMember,
  type Grant,
  memberOf,
  saveMember,
  withLinkGrants,
} from '../../groups/members.ts';
import type { Runtime } from '../../runtime.ts';
import { all } from '../../store/every.ts';
import type { Reader, Transaction } from '../../store/port.ts';
import type { ResourceCollections } from '../collections.ts';
import { isActive } from '../identity.ts';
import { isLoss, type Loss, lossOf } from '../membership.ts';
import { isPreview } from '../preview.ts';
import type { Identity, Integration } from '../types.ts';
import { directoryMembers } from './collections.ts';
import { Directory } from './directory.ts';
import type { DirectoryMember, GroupLink } from './types.ts';

export interface Cause {
  readonly integration: Pick<Integration, 'id' | 'rootId'>;
  /** The id of the request or command. */
  readonly id: string;
}

interface Parts {
  readonly runtime: Runtime;
  readonly identities: ResourceCollections['identities'];
  /** Hears of everybody who loses a membership. */
  readonly onLoss?: (lost: Loss) => void;
}

/**
 * Gives people what the links of their directory groups give, and takes what they no longer do: worked out from
 * scratch, so that every order of changes ends the same. The person's document is written even where nothing differs, for
 * there two changes that each rest on the other's membership meet, and one of them is repeated.
 */
export async function settleGrants(
  tx: Transaction,
  parts: Parts,
  { integration, id: cause }: Cause,
  people: readonly Identity[],
): Promise<AccessChange[][]> {
  const directory = await Directory.read(tx, integration.id);
  if (directory.hasLinks && (await isPreview(tx, integration))) return [];
  const changes = await Promise.all(people.map((person) => settleOne(tx, parts, directory, cause, person)));
  return changes;
}

async function settleOne(
  tx: Transaction,
  { runtime, identities, onLoss }: Parts,
  directory: Directory,
  cause: string,
  person: Identity,
): Promise<AccessChange[]> {
  const { accountId, rootId, integrationId } = person;
  if (accountId === undefined || !isActive(person)) {
    if (directory.hasLinks) tx.update(identities, person);
    return [];
  }
  const before = await memberOf(tx, rootId, accountId);
  const grants = before?.deprovisioned ? [] : await grantsOf(tx, directory, person);
  const hasLinked = before?.memberships.some(({ origins }) =>
    origins.some(({ kind, via }) => kind === 'directory_group' && via === integrationId),
  );
  if (grants.length === 0 && !hasLinked && (!before || !directory.hasLinks)) return [];
  const now = runtime.now();
  const start = before ?? { ...emptyMember(rootId, accountId), v: 0 };
  const given = grants.map(({ id, targetId, role }): Grant => {
    const origin = {
      kind: 'directory_group',
      source: id,
      via: integrationId,
      role,
      since: now,
      cause,
    } as const;
    return { groupId: targetId, origin };
  });
  const access = await saveMember(tx, before, withLinkGrants(start, integrationId, given));
  if (before && isLoss(access)) onLoss?.(lossOf(before, { id: integrationId, rootId }));
  if (access.length > 0)
    record(tx, runtime, {
      rootId,
      actor: { kind: 'system', integrationId },
      action: 'member.changed_by_links',
      target: accountId,
      detail: { access },
      requestId: cause,
    });
  return access;
}

/** Whether a link gives a role in a group to somebody, as groups and links are now. */
export async function isLinkedTo(
  reader: Reader,
  identities: Parts['identities'],
  { via, accountId, groupId }: { readonly via: string; readonly accountId: string; readonly groupId: string },
): Promise<boolean> {
  const person = await reader.find(identities, via, 'account', accountId);
  if (!person || !isActive(person)) return false;
  const links = await grantsOf(reader, await Directory.read(reader, via), person);
  return links.some(({ targetId }) => targetId === groupId);
}

/** The links of the directory groups that a person is in, directly or through nested ones, by the edges that `counts`. */
export async function grantsOf(
  reader: Reader,
  directory: Directory,
  person: Pick<Identity, 'id' | 'integrationId'>,
  counts: (edge: DirectoryMember) => boolean = () => true,
): Promise<GroupLink[]> {
  if (!directory.hasLinks) return [];
  const range = { index: 'member', equal: [person.id] };
  const edges = await all(reader, directoryMembers, person.integrationId, range);
  return directory.linksOf(edges.filter(counts).map(({ groupId }) => groupId));
}
