import { type Action, may } from '../../../access/index.ts';
import { RuleError } from '../../../kernel/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { placeHere } from './place.ts';

/** Refuses an action that the policy does not allow, before a form is read. The operation checks the policy again. */
export function need(action: Action): Middleware {
  return async function needRight(ctx: Context, next: Next) {
    if (!may(placeHere(ctx).parties, action))
      throw new RuleError('forbidden', 'Your role in this group does not allow this. Ask an owner.');
    await next();
  };
}
