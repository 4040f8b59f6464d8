import type { Group } from '../../lib/groups/types.ts';
import type { Services } from '../../lib/operations/services.ts';
import type { DirectoryGroup, GroupLink, LinkRole } from '../../lib/provisioning/directory/types.ts';
import { removeLink, setLink } from '../../lib/provisioning/links/links.ts';

const act = { actor: { kind: 'operator' as const }, cause: 'test' };

/** Links a directory group, or changes its link; returns when all members have the role. */
export async function linkTo(
  { store, runner }: Services,
  group: DirectoryGroup,
  target: Group,
  role: LinkRole,
): Promise<void> {
  const { work } = await store.transaction((unit) => setLink(unit, group, target, role, act));
  if (work) await runner.finish(work);
}

/** Removes a link; returns when no member has a role from it. */
export async function unlink({ store, runner }: Services, link: GroupLink): Promise<void> {
  const { work } = await store.transaction((unit) => removeLink(unit, link, act));
  if (work) await runner.finish(work);
}
