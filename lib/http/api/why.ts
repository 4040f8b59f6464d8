import { type WhyParts, whyPerson } from '../../access/index.ts';
import { groupAt } from '../../groups/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { callerOf } from '../scim/authenticate.ts';
import type { Context, Middleware } from '../types.ts';

/** Explains the access of one person to the group in the path, or below it. */
export function answerWhy(parts: WhyParts): Middleware {
  return async function explainAccess(ctx: Context) {
    const { path = '', who = '' } = ctx.params;
    const group = await groupAt(parts.store, path);
    if (group.rootId !== callerOf(ctx).integration.rootId)
      throw new RuleError('not_found', `There is no group ${path}. Check the path.`);
    ctx.body = await whyPerson(parts, group, who);
    ctx.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  };
}
