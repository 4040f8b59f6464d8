import { highest, roles } from '../../groups/index.ts';
import type { GrantedRole, Integration, RoleAttribute } from '../../integrations/index.ts';
import { fold, keysOf, type Resource, type ResourceType, resolvePath } from '../../scim/index.ts';

/** The role that the attributes of a user give in each group; undefined when no value means a role. */
export type AttributeRoles = ReadonlyMap<string, GrantedRole | undefined>;

export function attributeRoles(
  type: ResourceType,
  { settings }: Pick<Integration, 'settings'>,
  resource: Resource,
): AttributeRoles {
  const found = new Map<string, GrantedRole | undefined>();
  for (const { attribute, groupId, values } of settings.roleAttributes) {
    const wanted = textsAt(type, attribute, resource).flatMap((text) => roleOf(text, groupId, values) ?? []);
    const others = found.get(groupId);
    const all = others ? [others, ...wanted] : wanted;
    found.set(groupId, all.length > 0 ? (highest(all) as GrantedRole) : undefined);
  }
  return found;
}

/** A value of an attribute that means a role. */
interface RoleValue {
  readonly attribute: string;
  readonly value: string;
  readonly groupId: string;
  readonly role: GrantedRole;
}

/** Every value that means a role, as readable text. Excludes values that are never returned. */
export function roleValues(
  type: ResourceType,
  { settings }: Pick<Integration, 'settings'>,
  resource: Resource,
): RoleValue[] {
  return settings.roleAttributes.flatMap(({ attribute, groupId, values }) =>
    textsAt(type, attribute, resource).flatMap((text) => {
      const role = roleOf(text, groupId, values);
      const value = resolvePath(type, attribute)?.attribute.returned === 'never' ? '***' : text;
      return role ? [{ attribute, value, groupId, role }] : [];
    }),
  );
}

function roleOf(text: string, groupId: string, values: RoleAttribute['values']): GrantedRole | undefined {
  const key = fold(text.trim());
  if (Object.hasOwn(values, key)) return values[key];
  const own = `${fold(groupId)}:`;
  const name = key.startsWith(own) ? key.slice(own.length) : key;
  const named = roles.find((role) => role === name);
  return named === 'owner' ? undefined : named;
}

function textsAt(type: ResourceType, name: string, resource: Resource): string[] {
  const path = resolvePath(type, name);
  if (!path) return [];
  const held = keysOf(path).reduce<unknown[]>((all, key) => all.flatMap((one) => at(one, key)), [resource]);
  return held.flatMap((value) => (typeof value === 'object' ? at(value, 'value') : value)).filter(isText);
}

/** The value of a key; for a list, each value. */
function at(holder: unknown, key: string): unknown[] {
  if (holder === null || typeof holder !== 'object' || !Object.hasOwn(holder, key)) return [];
  const value = (holder as Resource)[key];
  return Array.isArray(value) ? value : [value];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
