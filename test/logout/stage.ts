import { makePersonalToken } from '../../lib/accounts/personal_tokens.ts';
import { adoptSamlName } from '../../lib/accounts/saml_identities.ts';
import { type MadeBy, newSecret, openSession } from '../../lib/accounts/sessions.ts';
import { type Account, accounts } from '../../lib/accounts/types.ts';
import { type SamlProvider, samlProviders } from '../../lib/groups/saml_provider.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate } from '../cli/operator.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { keyPair } from '../sso/fixture.ts';
import { idpMetadata } from '../sso/idp_metadata.ts';

/** The public URL of the service in the tests. */
export const PUBLIC = 'http://localhost:8080';
const JSON_TYPE = 'application/json';
export const SET_TYPE = 'application/secevent+jwt';
export const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/';

/** Gives a group an identity provider for single sign-on. */
export async function providerFor(app: Rollcall, { slug, groupId }: Tenant): Promise<SamlProvider> {
  const { certificate } = await keyPair('ec');
  const metadataFile = idpMetadata({ certificates: [certificate] });
  await operate(app.services, 'saml set', { group: slug, metadataFile });
  const provider = await app.services.store.find(samlProviders, groupId, 'root', groupId);
  if (!provider) throw new Error('there is no provider');
  return provider;
}

/** A user whom the group's identity provider has pushed, with the account that was made. */
export async function pushedPerson(
  app: Rollcall,
  tenant: Tenant,
  name: string,
  more: Record<string, unknown> = {},
): Promise<{ readonly account: Account; readonly scimId: string }> {
  const { body } = await tenant.scim('POST', '/Users', user(`${name}@${tenant.slug}.test`, more));
  const scimId = String(body.id);
  const { store } = app.services;
  const identity = await store.get(identities, tenant.integrationId, scimId);
  const account = await store.get(accounts, PLATFORM, identity?.accountId ?? '');
  if (!account) throw new Error(`${name} has no account: ${JSON.stringify(body)}`);
  return { account, scimId };
}

/** Links an account to the identity provider of a group. */
export function linked(
  { services: { store } }: Rollcall,
  provider: SamlProvider,
  { id }: Account,
  nameId: string,
): Promise<unknown> {
  return store.transaction(async (unit) => adoptSamlName(unit, provider, nameId, id));
}

/** The secret of a new session. It began with the sign-on of a group, or with the password. */
export function signedInBy(
  { services: { store, runtime } }: Rollcall,
  { id: accountId }: Account,
  rootId?: string,
): Promise<string> {
  const secret = newSecret(runtime);
  const saml = { kind: 'saml', providerId: '', identityId: '', authenticatedAt: 0 } as const;
  const madeBy: MadeBy = rootId === undefined ? { kind: 'password' } : { ...saml, rootId };
  return store.transaction(async (unit) => {
    await openSession(unit, secret, { accountId, madeBy, ip: '192.0.2.1', userAgent: 'test' });
    return secret;
  });
}

/** The secret of a new personal access token. */
export async function tokenOf({ services }: Rollcall, account: Account): Promise<string> {
  const { store, secrets } = services;
  const made = await store.transaction((unit) =>
    makePersonalToken(unit, secrets.tokenPepper, account, { name: unit.id(), days: 7 }),
  );
  return made.secret;
}

/** Whether the service still knows who asks with this session, or with this personal access token. */
export async function isKnown({ url }: Pick<Rollcall, 'url'>, secret: string): Promise<boolean> {
  const headers: Record<string, string> = secret.startsWith('rcp_')
    ? { authorization: `Bearer ${secret}` }
    : { cookie: `__Host-sid=${secret}` };
  return (await fetch(`${url}/api/v1/me`, { headers })).status === 200;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Asks for a global token revocation. */
export function revoke(
  { url }: Pick<Rollcall, 'url'>,
  group: string,
  bearer: string,
  body: unknown,
  type = JSON_TYPE,
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': type };
  return post(`${url}/api/oauth/groups/${group}/revocation`, text, headers);
}

/** Pushes a security event token. */
export function push(
  { url }: Pick<Rollcall, 'url'>,
  group: string,
  jwt: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return post(`${url}/api/oauth/groups/${group}/events`, jwt, { 'content-type': SET_TYPE, ...headers });
}

async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, headers: response.headers, body: await response.text() };
}
