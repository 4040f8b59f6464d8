import type { Operation } from './operation.ts';
import { tokenCreate, tokenList, tokenRevoke, tokenRotate } from './tokens.ts';

/** Every operation, by noun. */
export const operations: readonly Pick<Operation, 'name' | 'perform'>[] = [
  tokenCreate,
  tokenList,
  tokenRotate,
  tokenRevoke,
];
