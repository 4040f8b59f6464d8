import { operate } from '../cli/operator.ts';
import { client, type Rollcall, type Tenant } from '../helper.ts';

/** A client as an owner copies it. */
export interface Copied {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The issuer of the group's access tokens (RFC 8414). */
  readonly issuer: string;
  readonly tokenUrl: string;
}

/** Makes a client of a group's integration. */
export async function newClient(
  { services, url }: Rollcall,
  { slug: group }: Tenant,
  more: Record<string, unknown> = {},
): Promise<Copied> {
  const made = await operate(services, 'credential create', {
    group,
    kind: 'client',
    name: 'Entra',
    ...more,
  });
  const { clientId, clientSecret } = made as unknown as Copied;
  const issuer = `${url}/api/oauth/groups/${group}`;
  return { clientId, clientSecret, issuer, tokenUrl: `${issuer}/token` };
}

/** Makes a federation of a group's integration that trusts an issuer; without issuer it trusts its own assertions. */
export async function newFederation(
  { services, url }: Rollcall,
  { slug: group }: Tenant,
  trust: Record<string, unknown>,
): Promise<Omit<Copied, 'clientSecret'>> {
  const wish = { group, kind: 'federation', name: 'Federated', ...trust };
  const { clientId } = (await operate(services, 'credential create', wish)) as unknown as Copied;
  const issuer = `${url}/api/oauth/groups/${group}`;
  return { clientId, issuer, tokenUrl: `${issuer}/token` };
}

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Exchanges an assertion for an access token. */
export function asserted(
  { clientId, tokenUrl }: Pick<Copied, 'clientId' | 'tokenUrl'>,
  assertion: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: assertion,
  };
  return post(tokenUrl, { ...form, ...more });
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Posts a form to a token endpoint. */
export async function post(
  tokenUrl: string,
  form: Readonly<Record<string, string>> | string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  });
  const body = (await response.json()) as Answer['body'];
  return { status: response.status, headers: response.headers, body };
}

/** Exchanges the secret of a client for an access token. */
export function exchanged(
  { clientId, clientSecret, tokenUrl }: Copied,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  return post(tokenUrl, { ...form, ...more });
}

export function basicOf(id: string, secret: string): string {
  const text = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

/** A SCIM client with an access token. */
export async function withAccessToken(tenant: Tenant, copied: Copied): Promise<Tenant['scim']> {
  const { body } = await exchanged(copied);
  return client(tenant.scimUrl, String(body.access_token));
}
