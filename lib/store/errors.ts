/** Every error of a store. */
type StoreErrorCode =
  | 'duplicate_key'
  | 'version_conflict'
  | 'too_many_matches'
  | 'too_long_to_sort'
  | 'invalid_cursor'
  | 'unavailable';

export abstract class StoreError extends Error {
  abstract readonly code: StoreErrorCode;
}

/** A unique key is taken. `index` is the key's name in the collection's declaration. */
export class DuplicateKey extends StoreError {
  readonly code = 'duplicate_key';
  readonly collection: string;
  readonly index: string;
  readonly value: string;

  constructor(collection: string, index: string, value: string) {
    super(`${collection}.${index} is taken: ${value}`);
    this.collection = collection;
    this.index = index;
    this.value = value;
  }
}

/** A document changed or vanished between being read and being written. */
export class VersionConflict extends StoreError {
  readonly code = 'version_conflict';

  constructor(collection: string, id: string) {
    super(`${collection}/${id} changed meanwhile`);
  }
}

export class TooManyMatches extends StoreError {
  readonly code = 'too_many_matches';
  readonly limit: number;

  constructor(limit: number) {
    super(`the answer needs a look at more than ${limit} documents`);
    this.limit = limit;
  }
}

/** The sort values of a list have more characters together than the limit allows. */
export class TooLongToSort extends StoreError {
  readonly code = 'too_long_to_sort';

  constructor(limit: number) {
    super(`the values to sort by have more than ${limit} characters together`);
  }
}

export class InvalidCursor extends StoreError {
  readonly code = 'invalid_cursor';
}

/** The store cannot answer now. The client may repeat the request after `retryAfter` seconds. */
export class Unavailable extends StoreError {
  readonly code = 'unavailable';
  readonly retryAfter = 5;
}

/** Whether other work was quicker: nothing was written, and the same may be tried again. */
export function isLostToRivals(error: unknown): error is DuplicateKey | VersionConflict {
  return error instanceof DuplicateKey || error instanceof VersionConflict;
}
