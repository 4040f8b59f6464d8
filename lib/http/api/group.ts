import { accessTo } from '../../access/index.ts';
import { groupAt, pathOf } from '../../groups/index.ts';
import { RuleError } from '../../kernel/index.ts';
import type { Site } from '../pages/site.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { SamlSessionRequired } from './problem.ts';

/** A person's group and role. Falls through when no person is signed in: the request may carry an integration token. */
export function answerGroup({ services, publicUrl }: Site): Middleware {
  return async function showOwnGroup(ctx: Context, next: Next) {
    const { person } = ctx.state;
    if (!person) {
      await next();
      return;
    }
    const { path = '' } = ctx.params;
    const group = await groupAt(services.store, path);
    const access = await accessTo(services.store, person, group);
    if (access.kind === 'not_a_member')
      throw new RuleError('not_found', `There is no group ${path}. Check the path.`);
    if (access.kind === 'saml_required') throw new SamlSessionRequired(publicUrl + access.signOn);
    ctx.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    ctx.body = { path: await pathOf(services.store, group), name: group.name, role: access.role };
  };
}
