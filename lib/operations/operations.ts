import { domainClaim, domainList, domainRemove, domainVerify, domainVouch } from './domains.ts';
import type { Operation } from './operation.ts';
import { tokenCreate, tokenList, tokenRevoke, tokenRotate } from './tokens.ts';

/** Every operation, by noun. */
export const operations: readonly Pick<Operation, 'name' | 'perform'>[] = [
  domainClaim,
  domainList,
  domainRemove,
  domainVerify,
  domainVouch,
  tokenCreate,
  tokenList,
  tokenRotate,
  tokenRevoke,
];
