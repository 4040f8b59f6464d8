import type { TreeView } from '../../../operations/index.ts';

/** Everything in a tree, each group before what is below it. */
export function flat(children: readonly TreeView[]): TreeView[] {
  return children.flatMap((child) => [child, ...flat(child.children)]);
}
