import { limits } from '../../../config/limits.ts';
import type { Actor, EventBody, Run, Unit, UnitStore } from '../../audit/index.ts';
import type { Group } from '../../groups/index.ts';
import type { Runner } from '../../jobs/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { all, type Reader } from '../../store/index.ts';
import { directoryGroups } from '../collections.ts';
import { groupLinks } from '../directory/collections.ts';
import { nameOf } from '../directory/group_log.ts';
import { noteRecalculation, type Recalculation } from '../directory/recalculate.ts';
import { touchBelow } from '../directory/touch.ts';
import type { DirectoryGroup, GroupLink, LinkRole } from '../directory/types.ts';

/** The actor, the id for the logs, and the function that runs the deciding transaction. */
interface Act {
  readonly actor: Actor;
  readonly cause: string;
  readonly run?: Run;
}

type Change = (unit: Unit) => Promise<{ readonly link: GroupLink; readonly work?: Recalculation }>;

/** The group links of an integration. A change returns when every member concerned has the new roles. */
export class GroupLinks {
  readonly #store: UnitStore;
  readonly #runner: Runner;

  constructor({ store, runner }: { readonly store: UnitStore; readonly runner: Runner }) {
    this.#store = store;
    this.#runner = runner;
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
      return { link, work: await this.#recalculate(unit, link, act, known !== undefined) };
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
      return { link: known, work: await this.#recalculate(unit, known, act, true) };
    });
  }

  async #change({ run }: Act, change: Change): Promise<GroupLink> {
    const { link, work } = await (run ? run(change) : this.#store.transaction(change));
    if (work) await this.#runner.finish(work);
    return link;
  }

  async #recalculate(
    unit: Unit,
    link: GroupLink,
    { cause, actor }: Act,
    isKnown: boolean,
  ): Promise<Recalculation> {
    const { id, integrationId, rootId, targetId, directoryGroupId: groupId } = link;
    await touchBelow(unit, integrationId, [groupId]);
    const place = { integration: { id: integrationId, rootId }, id: cause };
    return noteRecalculation(unit, place, { groupId, ...(isKnown ? { link: { id, targetId } } : {}) }, actor);
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
