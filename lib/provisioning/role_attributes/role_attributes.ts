import { limits } from '../../../config/limits.ts';
import type { Actor, Run, Unit, UnitStore } from '../../audit/index.ts';
import type { Group } from '../../groups/index.ts';
import {
  type GrantedRole,
  type Integration,
  integrations,
  type RoleAttribute,
} from '../../integrations/index.ts';
import type { Runner } from '../../jobs/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { type Attribute, fold, type Registry, resolvePath } from '../../scim/index.ts';
import { beginRoleRecalculation } from './role_recalculation.ts';

interface Parts {
  readonly store: UnitStore;
  readonly registry: Registry;
  readonly runner: Runner;
}

/** An attribute, and the group in which it gives roles. */
interface Wanted {
  readonly attribute: string;
  readonly target: Pick<Group, 'id' | 'rootId'>;
}

/** The actor, and the function that runs the deciding transaction. */
interface Act {
  readonly actor: Actor;
  readonly run: Run | undefined;
}

type Place = Pick<Integration, 'id' | 'rootId'>;
type Edit = (present: readonly RoleAttribute[]) => readonly RoleAttribute[];

/** The user attributes that give roles. A change returns when all affected accounts have the new roles. */
export class RoleAttributes {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Lets the values of an attribute give roles in the target, and replaces values that were set before. Throws
   * `RuleError` when the attribute is unsuitable, the target is outside the top-level group, or there are too many values.
   */
  async set(
    integration: Place,
    { attribute, target }: Wanted,
    values: Readonly<Record<string, GrantedRole>>,
    actor: Actor,
    run?: Run,
  ): Promise<RoleAttribute> {
    if (target.rootId !== integration.rootId)
      throw new RuleError(
        'target_outside_group',
        'The target is outside the top-level group. Name a group in it.',
      );
    const folded = Object.entries(values).map(([value, role]) => [fold(value.trim()), role] as const);
    if (folded.length > limits.roleValues)
      throw new RuleError(
        'too_many_role_values',
        `An attribute has at most ${limits.roleValues} values with a role. Give fewer.`,
      );
    const wanted: RoleAttribute = {
      attribute: this.#nameOf(attribute),
      groupId: target.id,
      values: Object.fromEntries(folded),
    };
    await this.#change(integration, wanted, 'set', { actor, run }, (present) => {
      const others = present.filter((each) => !isSame(each, wanted));
      if (others.length >= limits.roleAttributes)
        throw new RuleError(
          'too_many_role_attributes',
          `An integration has at most ${limits.roleAttributes} attributes that give roles. Remove one first.`,
        );
      return [...others, wanted];
    });
    return wanted;
  }

  /** Ends the roles that an attribute gives in the target. Throws `RuleError` `not_found` when it gives none there. */
  async remove(integration: Place, { attribute, target }: Wanted, actor: Actor, run?: Run): Promise<void> {
    const name = resolvePath(this.#parts.registry.userType, attribute)?.text ?? attribute;
    const unwanted = { attribute: name, groupId: target.id, values: {} };
    await this.#change(integration, unwanted, 'removed', { actor, run }, (present) => {
      const others = present.filter((each) => !isSame(each, unwanted));
      if (others.length === present.length)
        throw new RuleError('not_found', `The attribute ${name} gives no role there.`);
      return others;
    });
  }

  async #change(
    { id, rootId }: Place,
    concerned: RoleAttribute,
    done: 'set' | 'removed',
    { actor, run }: Act,
    edit: Edit,
  ): Promise<void> {
    const { store, runner } = this.#parts;
    const cause = store.id();
    const work = async (unit: Unit) => {
      const present = await unit.get(integrations, rootId, id);
      if (!present) throw new RuleError('not_found', 'The integration no longer exists.');
      const { settings } = present;
      const roleAttributes = edit(settings.roleAttributes);
      unit.update(integrations, { ...present, settings: { ...settings, roleAttributes } });
      const { attribute, groupId, values } = concerned;
      unit.record({
        rootId,
        actor,
        target: { kind: 'integration', id },
        requestId: cause,
        ...(done === 'set'
          ? { action: 'integration.role_attribute_set', detail: { attribute, groupId, values } }
          : { action: 'integration.role_attribute_removed', detail: { attribute, groupId } }),
      });
      return beginRoleRecalculation(unit, { rootId, subject: id, cause, actor }, groupId);
    };
    await runner.finish(await (run ? run(work) : store.transaction(work)));
  }

  /** The name of an attribute as its schema spells it. */
  #nameOf(attribute: string): string {
    const path = resolvePath(this.#parts.registry.userType, attribute);
    if (!path) throw new RuleError('unknown_attribute', `Users have no attribute ${attribute}.`);
    const leaf = path.sub ?? path.attribute;
    const held = leaf.subAttributes?.find(({ name }) => name === 'value') ?? leaf;
    if (![path.attribute, leaf, held].every(isSent) || !['string', 'reference'].includes(held.type))
      throw new RuleError(
        'attribute_not_text',
        `${path.text} is not a text that the identity provider sends. Name another attribute.`,
      );
    if (refersToResources(path.attribute))
      throw new RuleError(
        'attribute_is_reference',
        `${path.text} has ids of other resources, which do not name roles. Name another attribute.`,
      );
    return path.text;
  }
}

/** Whether an attribute has references, which have a `$ref` (RFC 7643 section 2.4). */
function refersToResources({ subAttributes = [] }: Attribute): boolean {
  return subAttributes.some(({ name }) => name === '$ref');
}

function isSent({ mutability }: Attribute): boolean {
  return mutability === 'readWrite' || mutability === 'immutable';
}

function isSame(a: RoleAttribute, b: RoleAttribute): boolean {
  return a.attribute === b.attribute && a.groupId === b.groupId;
}
