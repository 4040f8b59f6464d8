import { limits } from '../../../config/limits.ts';
import type { Unit, UnitStore } from '../../audit/index.ts';
import {
  grant,
  type Member,
  memberOf,
  members,
  type Origin,
  saveMember,
  withdraw,
} from '../../groups/index.ts';
import { integrations } from '../../integrations/index.ts';
import type { Reader } from '../../store/index.ts';
import { groupLinks, recalculations } from './collections.ts';
import type { GroupLink, Recalculation } from './types.ts';

/** Notes, in the transaction that changes or ends a link, that what it gave has to follow; `followLink` does it. */
export function noteLink(unit: Unit, link: GroupLink, cause: string): Recalculation {
  const { id, integrationId, rootId, targetId } = link;
  const note = { id: unit.id(), integrationId, rootId, createdAt: unit.now(), cause };
  return unit.insert(recalculations, { ...note, link: { id, targetId } });
}

/**
 * Gives what people have by a link because of an assertion the link's new role, or ends it with the link. The end of a
 * link also takes what it gave to a person who is in no directory group any more: no recalculation reaches those.
 */
export async function followLink(store: UnitStore, note: Recalculation): Promise<void> {
  const { rootId, link } = note;
  if (!link) return;
  const { kinds } = await presentOf(store, note);
  for (let after: string | undefined; ; ) {
    const page = await store.list(members, rootId, {
      index: 'group',
      equal: [link.targetId],
      limit: limits.maxPageSize,
      ...(after === undefined ? {} : { after }),
    });
    for (const member of page.items)
      if (originsOf(member, link, kinds).length > 0)
        await store.transaction((unit) => followOne(unit, note, link, member.accountId));
    after = page.next;
    if (after === undefined) break;
  }
  await store.transaction(async (unit) => {
    const present = await unit.get(recalculations, note.integrationId, note.id);
    if (present) unit.remove(recalculations, present);
  });
}

async function followOne(
  unit: Unit,
  note: Recalculation,
  link: NonNullable<Recalculation['link']>,
  accountId: string,
): Promise<void> {
  const { rootId, integrationId, cause } = note;
  const { role, kinds } = await presentOf(unit, note);
  const member = await memberOf(unit, rootId, accountId);
  const origins = originsOf(member, link, kinds);
  const [origin] = origins;
  if (!member || !origin || origin.role === role) return;
  const changed =
    role === undefined
      ? origins.reduce((rest, ended) => withdraw(rest, ended, link.targetId), member)
      : grant(member, link.targetId, { ...origin, role, since: unit.now(), cause });
  const access = await saveMember(unit, member, changed);
  if (access.length === 0) return;
  unit.record({
    rootId,
    actor: { kind: 'system', integrationId },
    action: 'member.changed_by_group_links',
    target: { kind: 'account', id: accountId },
    detail: { access },
    requestId: cause,
  });
}

interface Present {
  /** The role of the link; none after its end. */
  readonly role: GroupLink['role'] | undefined;
  /** The origins that follow it. A preview leaves alone what directory groups have given. */
  readonly kinds: readonly Origin['kind'][];
}

async function presentOf(reader: Reader, { rootId, integrationId, link }: Recalculation): Promise<Present> {
  const [integration, present] = await Promise.all([
    reader.get(integrations, rootId, integrationId),
    reader.get(groupLinks, integrationId, link?.id ?? ''),
  ]);
  const isEnd = !present && integration?.preview !== true;
  return { role: present?.role, kinds: isEnd ? ['saml', 'directory_group'] : ['saml'] };
}

function originsOf(
  member: Member | undefined,
  { id, targetId }: NonNullable<Recalculation['link']>,
  kinds: readonly Origin['kind'][],
): Origin[] {
  const origins = member?.memberships.find(({ groupId }) => groupId === targetId)?.origins ?? [];
  return origins.filter(({ kind, source }) => kinds.includes(kind) && source === id);
}
