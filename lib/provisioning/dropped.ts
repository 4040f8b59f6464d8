import { limits } from '../../config/limits.ts';
import { maskText } from '../observe/index.ts';

/** Replaces the names that do not fit into an entry. */
const MORE = '…';

/** Records the name of an unknown attribute that a request sent. */
export function noteDropped(dropped: Set<string>, sent: string): void {
  if (dropped.has(MORE) || dropped.has(sent)) return;
  const name = shown(sent);
  dropped.add(dropped.has(name) || dropped.size < limits.droppedNames ? name : MORE);
}

/** Removes the values of a filter in a path: the log must not keep them. */
function shown(sent: string): string {
  const name = sent.trim().replace(/\[.*$/s, '[…]');
  const short = name.length > limits.droppedNameChars ? `${name.slice(0, limits.droppedNameChars)}…` : name;
  return maskText(short).replace(/\p{Cc}|\p{Cs}|\p{Bidi_Control}/gu, '\u{fffd}');
}
