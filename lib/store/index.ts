export {
  InvalidCursor,
  isLostToRivals,
  StoreError,
  TooLongToSort,
  TooManyMatches,
  Unavailable,
} from './errors.ts';
export { all, batches, every, farthest } from './every.ts';
export { measuredStore } from './measured.ts';
export { observedStore } from './observed.ts';
export {
  type Ahead,
  type Collection,
  type Doc,
  type Matches,
  type Page,
  PLATFORM,
  type Range,
  type Reader,
  type Search,
  type Snapshot,
  type Store,
  type Transaction,
} from './port.ts';
export { begun } from './remembered.ts';
