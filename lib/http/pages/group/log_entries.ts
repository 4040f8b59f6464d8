import type { ShownChange } from '../../../operations/index.ts';
import type { ShownRequest } from '../../../views/index.ts';

interface Entry extends Omit<ShownRequest, 'changes' | 'credential' | 'to' | 'sameAt'> {
  readonly resourceId?: string;
  readonly token?: string;
  readonly changes?: readonly ShownChange[];
  readonly dropped?: readonly string[];
}

/** A log entry for a page. `logAt` is the address of the log. */
export function shownRequest(entry: Entry, logAt: string): ShownRequest {
  const { token, changes = [], dropped = [] } = entry;
  return {
    ...entry,
    to: `${logAt}/${encodeURIComponent(entry.id)}`,
    credential: token,
    sameAt: sameUrl(entry, logAt),
    changes: [
      ...changes.map(changeText),
      ...(dropped.length === 0 ? [] : [`Unknown attributes were left out: ${dropped.join(', ')}`]),
    ],
  };
}

export function changeText({ what, group, from = 'none', to = 'none' }: ShownChange): string {
  return `${group === undefined ? what : `Role in ${group}`}: ${from} → ${to}`;
}

/** The requests about the same person or directory group. */
export function sameUrl(
  { userName, groupName, resourceId }: Pick<Entry, 'userName' | 'groupName' | 'resourceId'>,
  logAt: string,
): string | undefined {
  const user = userName ?? (groupName === undefined ? undefined : resourceId);
  return user === undefined ? undefined : `${logAt}?${new URLSearchParams({ user })}`;
}
