import type { Attribute, Notice } from '../schema/types.ts';

/** Other names that identity providers use for a sub-attribute, by its attribute. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  manager: { managerid: 'value' },
};

/** The sub-attribute of a key, in any letter case. */
export function subNamed(
  attribute: Attribute,
  subs: readonly Attribute[],
  key: string,
  notice: Notice,
): Attribute | undefined {
  const folded = key.toLowerCase();
  const found = subs.find((sub) => sub.name.toLowerCase() === folded);
  if (found) return found;
  const renames = RENAMED[attribute.name] ?? {};
  const renamed = Object.hasOwn(renames, folded) ? renames[folded] : undefined;
  if (renamed === undefined) return undefined;
  notice('sub-attribute-renamed');
  return subs.find((sub) => sub.name === renamed);
}
