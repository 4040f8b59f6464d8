/** What becomes of one key in one commit. */
export interface Change {
  /** Null takes the key away. */
  readonly value: string | null;
  /** How many keys more there are by it: 1, 0 or -1, in `space`. */
  readonly counts: number;
  readonly space: string;
}

export type Changes = ReadonlyMap<string, Change>;
