import type { Firsts, SetUpStep } from '../../integrations/index.ts';
import type { Context } from '../types.ts';

const RESOURCES = /\/(Users|Groups)(?:\/\.search)?\/?$/i;

/** Notes for the checklist of the integration what an authenticated request has shown to work. */
export function noteFirsts(firsts: Firsts, ctx: Context): void {
  const { caller } = ctx.state;
  if (caller) firsts.note(caller.integration.id, ['accepted', ...stepsOf(ctx)], caller.request);
}

function stepsOf({ method, path, status }: Context): readonly SetUpStep[] {
  const [, type] = RESOURCES.exec(path) ?? [];
  if (type === undefined) return [];
  if (status === 201) return [type.toLowerCase() === 'users' ? 'user' : 'group'];
  const isLookup = status === 200 && (method === 'GET' || path.toLowerCase().includes('/.search'));
  return isLookup ? ['lookup'] : [];
}
