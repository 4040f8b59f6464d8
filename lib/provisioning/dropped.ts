import { limits } from '../../config/limits.ts';
import { maskText } from '../observe/index.ts';

/** Stands for the names that an entry has no room for. */
const MORE = '…';

/** Notes the name of an attribute that a request sent and that is unknown. */
export function noteDropped(dropped: Set<string>, sent: string): void {
  if (dropped.has(MORE) || dropped.has(sent)) return;
  const name = shown(sent);
  dropped.add(dropped.has(name) || dropped.size < limits.droppedNames ? name : MORE);
}

/** A filter in a path has values, which the log does not keep. */
function shown(sent: string): string {
  const name = sent.trim().replace(/\[.*$/s, '[…]');
  const short = name.length > limits.droppedNameChars ? `${name.slice(0, limits.droppedNameChars)}…` : name;
  return maskText(short).replace(/\p{Cc}|\p{Cs}|\p{Bidi_Control}/gu, '\u{fffd}');
}
