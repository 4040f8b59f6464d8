import type { ShownChange } from '../../../operations/index.ts';
import type { ShownRequest } from '../../../views/index.ts';

interface Entry extends Omit<ShownRequest, 'changes' | 'credential'> {
  readonly tokenId?: string;
  readonly changes?: readonly ShownChange[];
  readonly dropped?: readonly string[];
}

/** A log entry for a page. `names` has the names of credentials by id. */
export function shownRequest(entry: Entry, names: ReadonlyMap<string, string>): ShownRequest {
  const { tokenId, changes = [], dropped = [] } = entry;
  return {
    ...entry,
    credential: tokenId === undefined ? undefined : names.get(tokenId),
    changes: [
      ...changes.map(changeText),
      ...(dropped.length === 0 ? [] : [`Unknown attributes were left out: ${dropped.join(', ')}`]),
    ],
  };
}

function changeText({ what, group, from = 'none', to = 'none' }: ShownChange): string {
  return `${group === undefined ? what : `Role in ${group}`}: ${from} → ${to}`;
}
