import { limits } from '../../config/limits.ts';
import { type Dependence, isShort, standingOf } from '../provisioning/index.ts';
import type { Reader } from '../store/index.ts';
import { type AccountRef, accountRef } from './views.ts';

/** The owners of a top-level group who can act when its directory or its sign-on fails. */
export interface BreakGlassView {
  /** `not_needed` without a live integration and an enforced sign-on. */
  readonly state: 'enough' | 'missing' | 'not_needed';
  readonly wanted: number;
  /** As many of them as are wanted. */
  readonly owners: readonly AccountRef[];
  /** While some are missing: every other owner, and why this one does not count. */
  readonly others: readonly { readonly account: AccountRef; readonly because: Dependence }[];
}

export async function breakGlassView(reader: Reader, rootId: string): Promise<BreakGlassView> {
  const standing = await standingOf(reader, rootId);
  const short = isShort(standing);
  return {
    state: short ? 'missing' : standing.isNeeded ? 'enough' : 'not_needed',
    wanted: limits.breakGlassOwners,
    owners: standing.owners.map(accountRef),
    others: short
      ? standing.others.map(({ account, because }) => ({ account: accountRef(account), because }))
      : [],
  };
}
