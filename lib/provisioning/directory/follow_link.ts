import { limits } from '../../../config/limits.ts';
import type { UnitStore } from '../../audit/index.ts';
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
import type { GroupLink } from './types.ts';

/**
 * Lets what people have by a link because of an assertion follow the link at once: its new role, or its end. Whom a step
 * does not reach, because the process stops, the next sign-in sets right. The end of a link takes also what it gave to
 * somebody who is in no directory group any more: no recalculation reaches those.
 */
export async function followLink(
  store: UnitStore,
  { id: source, rootId, targetId, integrationId }: GroupLink,
  role: GroupLink['role'] | undefined,
  cause: string,
): Promise<void> {
  const integration = await store.get(integrations, rootId, integrationId);
  const isEnd = role === undefined && integration?.preview !== true;
  const kinds: readonly Origin['kind'][] = isEnd ? ['saml', 'directory_group'] : ['saml'];
  const originsIn = (member: Member | undefined) => originsOf(member, targetId, source, kinds);
  for (let after: string | undefined; ; ) {
    const page = await store.list(members, rootId, {
      index: 'group',
      equal: [targetId],
      limit: limits.maxPageSize,
      ...(after === undefined ? {} : { after }),
    });
    for (const { accountId } of page.items.filter((member) => originsIn(member).length > 0))
      await store.transaction(async (unit) => {
        const member = await memberOf(unit, rootId, accountId);
        const origins = originsIn(member);
        const [origin] = origins;
        if (!member || !origin || origin.role === role) return;
        const changed =
          role === undefined
            ? origins.reduce((rest, ended) => withdraw(rest, ended, targetId), member)
            : grant(member, targetId, { ...origin, role, since: unit.now(), cause });
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
      });
    after = page.next;
    if (after === undefined) return;
  }
}

function originsOf(
  member: Member | undefined,
  groupId: string,
  source: string,
  kinds: readonly Origin['kind'][],
): Origin[] {
  const origins = member?.memberships.find((membership) => membership.groupId === groupId)?.origins ?? [];
  return origins.filter((origin) => kinds.includes(origin.kind) && origin.source === source);
}
