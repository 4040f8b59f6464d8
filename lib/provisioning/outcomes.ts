import type { AccessChange } from '../groups/index.ts';
import type { Change } from './types.ts';
import type { Resolution } from './users/resolve_account.ts';

/** How a change affected `active`. */
export type Turn = 'changed' | 'reactivated' | 'deactivated';

export function accessChanges(access: readonly AccessChange[]): Change[] {
  return access.map(({ groupId, from, to }) => ({
    what: `role in group ${groupId}`,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }));
}

export function lost(access: readonly AccessChange[]): string {
  const count = access.filter((change) => change.to === undefined).length;
  return count === 0
    ? 'There was no membership to take away.'
    : `Took away ${count} membership${count === 1 ? '' : 's'}.`;
}

export function turnOf(was: boolean, is: boolean): Turn {
  if (was === is) return 'changed';
  return is ? 'reactivated' : 'deactivated';
}

export function turned(turn: Turn, access: readonly AccessChange[]): string {
  switch (turn) {
    case 'changed':
      return 'Changed the user.';
    case 'reactivated':
      return 'Reactivated the user.';
    case 'deactivated':
      return `Deactivated the user. ${lost(access)}`;
  }
}

export function resolved({ kind, account }: Resolution): string {
  switch (kind) {
    case 'held':
      return 'Kept the user waiting: its e-mail belongs to an account that is not linked yet.';
    case 'linked':
      return `Linked the user to the account ${account.username}.`;
    case 'created':
      return `Created the account ${account.username}.`;
  }
}
