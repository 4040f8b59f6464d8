import { accounts } from '../../lib/accounts/types.ts';
import { members } from '../../lib/groups/types.ts';
import { PLATFORM, type Reader } from '../../lib/store/port.ts';

export interface Seat {
  /** What happened to it since the last look. */
  readonly mark: '+' | '-' | '~' | ' ';
  readonly accountId: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  /** Why it is there. */
  readonly by: string;
}

const MOST = 50;

/** The members of a top-level group, and what changed since they were looked at before. */
export class Roster {
  readonly #reader: Reader;
  readonly #groupId: string;
  #before: readonly Seat[] | undefined;

  constructor(reader: Reader, groupId: string) {
    this.#reader = reader;
    this.#groupId = groupId;
  }

  async look(): Promise<Seat[]> {
    const now = await this.#seats();
    const before = this.#before ?? now;
    this.#before = now;
    const gone = before.filter(({ accountId }) => !now.some((seat) => seat.accountId === accountId));
    return [
      ...now.map((seat) => ({ ...seat, mark: markOf(seat, before) })),
      ...gone.map((seat) => ({ ...seat, mark: '-' as const })),
    ];
  }

  async #seats(): Promise<Seat[]> {
    const range = { index: 'group', equal: [this.#groupId], limit: MOST };
    const { items } = await this.#reader.list(members, this.#groupId, range);
    return Promise.all(
      items.map(async ({ accountId, memberships }) => {
        const account = await this.#reader.get(accounts, PLATFORM, accountId);
        const held = memberships.find(({ groupId }) => groupId === this.#groupId);
        return {
          mark: ' ' as const,
          accountId,
          username: account?.username ?? '',
          name: account?.name ?? '',
          email: account?.email ?? '',
          role: held?.role ?? '',
          by: (held?.origins ?? []).map(({ kind }) => kind).join(', '),
        };
      }),
    );
  }
}

function markOf(seat: Seat, before: readonly Seat[]): Seat['mark'] {
  const known = before.find(({ accountId }) => accountId === seat.accountId);
  if (!known) return '+';
  return (['username', 'name', 'email', 'role', 'by'] as const).every((key) => known[key] === seat[key])
    ? ' '
    : '~';
}
