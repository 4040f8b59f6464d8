import type { TreeView } from '../../../operations/index.ts';

/** All groups of a tree, each before its children. */
export function flat(children: readonly TreeView[]): TreeView[] {
  return children.flatMap((child) => [child, ...flat(child.children)]);
}
