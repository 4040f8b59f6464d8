import { limits } from '../../../config/limits.ts';
import type { Unit } from '../../audit/index.ts';
import { grant, type Member, members, type Origin, saveMember, withdraw } from '../../groups/index.ts';
import { integrations } from '../../integrations/index.ts';
import type { Step, Work } from '../../jobs/index.ts';
import type { Reader } from '../../store/index.ts';
import { recordAccess } from '../users/membership.ts';
import { groupLinks } from './collections.ts';
import type { GroupLink } from './types.ts';

/** A link that has changed or ended. */
export type Ended = Pick<GroupLink, 'id' | 'targetId'>;

interface State {
  readonly link?: Ended;
  readonly after?: string;
}

interface Present {
  /** The role of the link; undefined after its end. */
  readonly role: GroupLink['role'] | undefined;
  /** The kinds of the origins that follow the link. During a preview, those of directory groups do not change. */
  readonly kinds: readonly Origin['kind'][];
}

/**
 * Updates the roles that some people have by a link because of a SAML assertion: to the new role of the link, or to none
 * after its end. The end of a link also ends the roles of people who have left the directory groups.
 */
export async function followLink(unit: Unit, work: Work<State>, link: Ended): Promise<Step<State>> {
  const { after, ...state } = work.state;
  const [present, page] = await Promise.all([
    presentOf(unit, work, link),
    unit.list(members, work.rootId, {
      index: 'group',
      equal: [link.targetId],
      limit: limits.recalculatedAtOnce,
      ...(after === undefined ? {} : { after }),
    }),
  ]);
  for (const member of page.items) await followOne(unit, work, link, present, member);
  const done = page.items.length;
  return page.next === undefined
    ? { state, done, next: 'end' }
    : { state: { ...state, after: page.next }, done, next: 'step' };
}

async function followOne(
  unit: Unit,
  { rootId, subject: integrationId, cause }: Work,
  link: Ended,
  { role, kinds }: Present,
  member: Member,
): Promise<void> {
  const origins = originsOf(member, link, kinds);
  const [origin] = origins;
  if (!origin || origin.role === role) return;
  const changed =
    role === undefined
      ? origins.reduce((rest, ended) => withdraw(rest, ended, link.targetId), member)
      : grant(member, link.targetId, { ...origin, role, since: unit.now(), cause });
  const access = await saveMember(unit, member, changed);
  const { accountId } = member;
  recordAccess(unit, 'member.changed_by_group_links', { rootId, integrationId, accountId }, access, cause);
}

async function presentOf(reader: Reader, { rootId, subject }: Work, link: Ended): Promise<Present> {
  const [integration, present] = await Promise.all([
    reader.get(integrations, rootId, subject),
    reader.get(groupLinks, subject, link.id),
  ]);
  const isEnd = !present && integration?.preview !== true;
  return { role: present?.role, kinds: isEnd ? ['saml', 'directory_group'] : ['saml'] };
}

function originsOf(member: Member, { id, targetId }: Ended, kinds: readonly Origin['kind'][]): Origin[] {
  const origins = member.memberships.find(({ groupId }) => groupId === targetId)?.origins ?? [];
  return origins.filter(({ kind, source }) => kinds.includes(kind) && source === id);
}
