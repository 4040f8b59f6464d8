import { accessTo } from '../../../access/index.ts';
import { type Group, groupAt } from '../../../groups/index.ts';
import { RuleError } from '../../../kernel/index.ts';
import { activeUserOf } from '../../../provisioning/index.ts';
import { NotFound, NotSupported } from '../../../scim/index.ts';
import type { Site } from '../../pages/site.ts';
import type { Context, Middleware, Next, Person } from '../../types.ts';
import type { Endpoint } from '../endpoint.ts';
import { sendResource } from '../send_resource.ts';

/** `/Me` (RFC 7644 section 3.11): the User of the person who asks. Falls through when no person does. */
export function readMe(site: Site, users: Endpoint): Middleware {
  return async function answerPerson(ctx: Context, next: Next) {
    const { person } = ctx.state;
    if (!person) return next();
    const group = await groupOf(site, person, String(ctx.params.group));
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD')
      throw new NotSupported('/Me can only be read. The identity provider changes the user.');
    const user = await activeUserOf(site.services.store, group.id, person.account.id);
    if (!user)
      throw new NotFound(
        'No integration of this group has an active user for you. Let the identity provider assign you to it.',
      );
    return sendResource(ctx, user, users, { id: user.integrationId, rootId: group.id });
  };
}

export function refuseMe(): never {
  throw new NotSupported('/Me is for people, and this token belongs to an integration. Use /Users/{id}.');
}

/** The group, if the person is in it; otherwise the same answer as for an unknown group. */
async function groupOf({ services }: Site, person: Person, path: string): Promise<Group> {
  const stranger = new RuleError('unauthorized', 'The bearer token is not valid for this endpoint.');
  const group = await groupAt(services.store, path).catch((error: unknown) => {
    throw error instanceof RuleError ? stranger : error;
  });
  const access = await accessTo(services.store, person, group);
  if (access.kind === 'not_a_member') throw stranger;
  if (access.kind === 'saml_required')
    throw new RuleError(
      'saml_session_required',
      `This group wants you to sign in with your organisation first, at ${access.signOn}.`,
    );
  return group;
}
