import { ownGroups } from '../../access/index.ts';
import { isLiveToken } from '../../integrations/index.ts';
import { RuleError, tokenDigests } from '../../kernel/index.ts';
import { bearerOf, scimTokenKinds } from '../client.ts';
import type { Site } from '../pages/site.ts';
import type { Context, Middleware, Person } from '../types.ts';

/** The person who asks, with a session cookie or a personal access token. */
export function answerMe(site: Site): Middleware {
  return async function showPerson(ctx: Context) {
    const { person } = ctx.state;
    if (!person) throw await refusal(site, ctx);
    ctx.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    ctx.body = await shownPerson(site, person);
  };
}

/** A person, how it is authenticated, and its groups with the role and access in each. */
export async function shownPerson(
  { services: { store }, publicUrl }: Pick<Site, 'services' | 'publicUrl'>,
  person: Person,
) {
  const { id, username, name, email, managedBy } = person.account;
  const groups = await ownGroups(store, person);
  return {
    id,
    username,
    name,
    ...(email === undefined ? {} : { email }),
    ...(managedBy === undefined ? {} : { managedBy }),
    ...means(person),
    groups: groups.map(({ path, name, access }) => ({
      ...{ path, name, role: access.role, access: access.kind },
      ...(access.kind === 'saml_required' ? { signOnUrl: publicUrl + access.signOn } : {}),
    })),
  };
}

/** How the person is authenticated. */
function means({ by }: Person) {
  if ('token' in by) return { token: { name: by.token.name, ...life(by.token) } };
  return { session: { by: by.session.madeBy.kind, ...life(by.session) } };
}

function life({ createdAt, expiresAt }: { createdAt: number; expiresAt: number }) {
  return { createdAt: new Date(createdAt).toISOString(), expiresAt: new Date(expiresAt).toISOString() };
}

/** Why nobody is authenticated. */
export async function refusal({ services }: Site, ctx: Context): Promise<RuleError> {
  if (ctx.get('authorization') === '') return new RuleError('unauthorized', 'Nobody is signed in.');
  const { store, secrets } = services;
  const digests = tokenDigests(bearerOf(ctx), scimTokenKinds, secrets.tokenPepper);
  if (await isLiveToken(store, digests, services.store.now()))
    return new RuleError(
      'token_without_person',
      'The token of an integration does not represent a person. Create a personal access token in your profile.',
    );
  return new RuleError('unauthorized', 'The bearer token is not valid.');
}
