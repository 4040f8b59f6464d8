import { limits } from '../../../config/limits.ts';
import type { Actor, EventBody, Run, Unit, UnitStore } from '../../audit/index.ts';
import type { Group } from '../../groups/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { all, type Reader } from '../../store/index.ts';
import { directoryGroups } from '../collections.ts';
import { groupLinks } from '../directory/collections.ts';
import { followLink, noteLink } from '../directory/follow_link.ts';
import { nameOf } from '../directory/group_log.ts';
import { finish, noteRecalculation } from '../directory/recalculate.ts';
import { touchBelow } from '../directory/touch.ts';
import type { DirectoryGroup, GroupLink, LinkRole, Recalculation } from '../directory/types.ts';

/** The actor, the id for the logs, and the function that runs the deciding transaction. */
interface Act {
  readonly actor: Actor;
  readonly cause: string;
  readonly run?: Run;
}

/** What a change noted: whose roles to work out anew, and the link that others have to follow. */
interface Notes {
  readonly recalculation: Recalculation;
  readonly following?: Recalculation;
}

type Work = (unit: Unit) => Promise<{ readonly link: GroupLink; readonly notes?: Notes }>;

/** The group links of an integration. A change returns when every member concerned has the new roles. */
export class GroupLinks {
  readonly #store: UnitStore;

  constructor(store: UnitStore) {
    this.#store = store;
  }

  list(reader: Reader, integrationId: string): Promise<GroupLink[]> {
    return all(reader, groupLinks, integrationId);
  }

  /**
   * Gives the members of a directory group `role` in `target`; an existing link changes its role. Throws `RuleError`:
   * `not_found`, `target_outside_group`, `too_many_links`.
   */
  async set(group: DirectoryGroup, target: Group, role: LinkRole, act: Act): Promise<GroupLink> {
    return this.#change(act, async (unit) => {
      const { integrationId, rootId, id } = group;
      if (target.rootId !== rootId)
        throw new RuleError(
          'target_outside_group',
          'The target is outside the top-level group. Name a group in it.',
        );
      if (!(await unit.get(directoryGroups, integrationId, id)))
        throw new RuleError('not_found', `There is no directory group ${id}.`);
      const known = await unit.find(groupLinks, integrationId, 'link', id, target.id);
      if (known?.role === role) return { link: known };
      if (!known && (await this.list(unit, integrationId)).length >= limits.groupLinks)
        throw new RuleError(
          'too_many_links',
          `An integration has at most ${limits.groupLinks} links. Remove one first.`,
        );
      const link = known
        ? unit.update(groupLinks, { ...known, role })
        : unit.insert(groupLinks, {
            id: unit.id(),
            integrationId,
            rootId,
            directoryGroupId: id,
            targetId: target.id,
            role,
            createdAt: unit.now(),
          });
      const detail = { directoryGroup: nameOf(group), target: target.id, role };
      this.#record(
        unit,
        link,
        act,
        known
          ? { action: 'group_link.changed', detail: { ...detail, from: known.role } }
          : { action: 'group_link.created', detail },
      );
      const recalculation = await this.#touch(unit, link, act);
      return {
        link,
        notes: known ? { recalculation, following: noteLink(unit, link, act.cause) } : { recalculation },
      };
    });
  }

  /** Removes a link and ends the memberships that it gave. */
  async remove(link: Pick<GroupLink, 'id' | 'integrationId'>, act: Act): Promise<GroupLink> {
    return this.#change(act, async (unit) => {
      const known = await unit.get(groupLinks, link.integrationId, link.id);
      if (!known) throw new RuleError('not_found', `There is no link ${link.id}.`);
      unit.remove(groupLinks, known);
      this.#record(unit, known, act, {
        action: 'group_link.removed',
        detail: { target: known.targetId, role: known.role },
      });
      const recalculation = await this.#touch(unit, known, act);
      return { link: known, notes: { recalculation, following: noteLink(unit, known, act.cause) } };
    });
  }

  async #change({ run }: Act, work: Work): Promise<GroupLink> {
    const { link, notes } = await (run ? run(work) : this.#store.transaction(work));
    if (notes) await finish(this.#store, notes.recalculation);
    if (notes?.following) await followLink(this.#store, notes.following);
    return link;
  }

  async #touch(unit: Unit, link: GroupLink, { cause }: Act): Promise<Recalculation> {
    const { integrationId, rootId, directoryGroupId } = link;
    await touchBelow(unit, integrationId, [directoryGroupId]);
    const integration = { id: integrationId, rootId };
    return noteRecalculation(unit, { integration, id: cause }, { groupId: directoryGroupId });
  }

  #record(
    unit: Unit,
    link: GroupLink,
    { actor, cause }: Act,
    event: EventBody<'group_link.created' | 'group_link.changed' | 'group_link.removed'>,
  ): void {
    const target = { kind: 'group_link', id: link.id } as const;
    unit.record({ rootId: link.rootId, actor, target, requestId: cause, ...event });
  }
}
