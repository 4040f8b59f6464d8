/** The change of one key in one commit. */
export interface Change {
  /** Null removes the key. */
  readonly value: string | null;
  /** The change of the number of keys in `space`: 1, 0 or -1. */
  readonly counts: number;
  readonly space: string;
}

export type Changes = ReadonlyMap<string, Change>;
