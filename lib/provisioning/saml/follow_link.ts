import { limits } from '../../../config/limits.ts';
import { record } from '../../audit/record.ts';
import { grant, memberOf, saveMember, withdraw } from '../../groups/members.ts';
import { type Member, members, type Origin } from '../../groups/types.ts';
import type { Runtime } from '../../runtime.ts';
import type { Store } from '../../store/port.ts';
import type { GroupLink } from '../directory/types.ts';

/**
 * Lets what people have by a link because of an assertion follow the link at once: its new role, or its end. Whom a step
 * does not reach, because the process stops, the next sign-in sets right.
 */
export async function followLink(
  { store, runtime }: { readonly store: Store; readonly runtime: Runtime },
  { id: source, rootId, targetId, integrationId }: GroupLink,
  role: GroupLink['role'] | undefined,
  cause: string,
): Promise<void> {
  for (let after: string | undefined; ; ) {
    const page = await store.list(members, rootId, {
      index: 'group',
      equal: [targetId],
      limit: limits.maxPageSize,
      ...(after === undefined ? {} : { after }),
    });
    for (const { accountId } of page.items.filter((member) => originOf(member, targetId, source)))
      await store.transaction(async (tx) => {
        const member = await memberOf(tx, rootId, accountId);
        const origin = member && originOf(member, targetId, source);
        if (!member || !origin || origin.role === role) return;
        const changed =
          role === undefined
            ? withdraw(member, origin, targetId)
            : grant(member, targetId, { ...origin, role, since: runtime.now(), cause });
        const access = await saveMember(tx, member, changed);
        if (access.length === 0) return;
        record(tx, runtime, {
          rootId,
          actor: { kind: 'system', integrationId },
          action: 'member.changed_by_links',
          target: accountId,
          detail: { access },
          requestId: cause,
        });
      });
    after = page.next;
    if (after === undefined) return;
  }
}

type Sourced = Origin & { readonly source: string };

function originOf({ memberships }: Member, groupId: string, source: string): Sourced | undefined {
  const origins = memberships.find((membership) => membership.groupId === groupId)?.origins ?? [];
  const found = origins.find((origin) => origin.kind === 'saml' && origin.source === source);
  return found && { ...found, source };
}
