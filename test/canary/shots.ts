import type { AnyRoute } from './all_routes.ts';
import type { Canaries } from './canaries.ts';

/** A request that carries a secret wherever one may be. */
export interface Shot {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a sender proves who it is with, instead of a canary. */
export type Proof = Readonly<Record<string, string>>;

type Plant = (where: string) => string;

const inQuery = ['access_token', 'token', 'password', 'client_secret', 'secret', 'form_token'];
const inForm = [
  ...['password', 'new_password', 'token', 'secret', 'code', 'client_secret', 'form_token', 'SAMLResponse'],
  ...['refresh_token', 'assertion'],
];
const inJson = ['password', 'newPassword', 'clientSecret', 'secret', 'token', 'privateKey', 'apiKey'];
const cookies = ['__Host-sid', '__Host-guest', '__Host-set-up', 'session'];
const PEM = ['metadataFile', 'certificateFile', 'certificate'];

/**
 * The requests for a route: with a query, a form, a JSON body, a cut JSON body or a JSON Web Token, as its part of the
 * service reads them. The sender proves who it is by `proof`, or by canaries.
 */
export function shotsAt(route: AnyRoute, canaries: Canaries, fill: Fill, proof: Proof = {}): Shot[] {
  const { method, path } = route;
  const title = `${method} ${path}`;
  const plant: Plant = (where) => canaries.plant(`${title}: ${where}`);
  const url = fill(path, () => plant('in the path'));
  const query = new URLSearchParams(inQuery.map((name) => [name, plant(`${name} in the query`)]));
  const bare = { method, url: `${url}?${query.toString()}`, headers: headersOf(plant, proof) };
  if (method === 'GET' || method === 'DELETE') return [path.startsWith('/api/') ? bare : { ...bare, url }];
  const post = (type: string, body: string): Shot => ({
    ...{ method, url, body },
    headers: { ...headersOf(plant, proof), 'content-type': type },
  });
  const form = post('application/x-www-form-urlencoded', formOf(plant, proof));
  if (!path.startsWith('/api/')) return [{ ...bare, url }, form];
  if (path.startsWith('/api/oauth/')) return [form, post('application/secevent+jwt', jwtOf(plant('a JWT')))];
  const type = path.startsWith('/api/scim/') ? 'application/scim+json' : 'application/json';
  const whole = JSON.stringify(jsonOf(plant));
  return [bare, post(type, whole), post(type, JSON.stringify(jsonOf(plant)).slice(0, -20))];
}

export type Fill = (path: string, secret: () => string) => string;

function headersOf(plant: Plant, proof: Proof): Record<string, string> {
  return {
    'x-api-key': plant('X-Api-Key'),
    'proxy-authorization': `Bearer ${plant('Proxy-Authorization')}`,
    'webhook-id': 'msg_1',
    'webhook-timestamp': '1',
    'webhook-signature': `v1,${plant('a signature')}`,
    authorization: `Bearer ${plant('Authorization')}`,
    cookie: cookies.map((name) => `${name}=${plant(`the cookie ${name}`)}`).join('; '),
    ...proof,
  };
}

function formOf(plant: Plant, { form_token: token }: Proof): string {
  const pem = PEM.map((name): [string, string] => [name, pemOf(plant(`a private key in ${name}`))]);
  const fields = inForm.map((name): [string, string] => [name, plant(`${name} in a form`)]);
  const form = new URLSearchParams([...fields, ...pem]);
  form.set('client_assertion', jwtOf(plant('an assertion')));
  form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
  form.set('client_id', 'client');
  form.set('grant_type', 'client_credentials');
  if (token !== undefined) form.set('form_token', token);
  return form.toString();
}

function jsonOf(plant: Plant): object {
  const named = Object.fromEntries(inJson.map((name) => [name, plant(`${name} in JSON`)]));
  const password = (where: string) => ({ op: 'replace', path: 'password', value: plant(where) });
  return {
    ...named,
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `bird${plant('').length}@canary.test`,
    Operations: [
      password('a PATCH of the password'),
      { op: 'replace', value: { password: plant('a PATCH without a path') } },
      {
        method: 'POST',
        bulkId: 'a',
        path: '/Users',
        data: { userName: 'b@canary.test', password: plant('Bulk') },
      },
    ],
    ...Object.fromEntries(PEM.map((name) => [name, pemOf(plant(`a private key in ${name}, in JSON`))])),
  };
}

/** A private key where a certificate belongs. */
function pemOf(canary: string): string {
  return `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----\n`;
}

function jwtOf(signature: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', kid: 'a' })}.${part({ iss: 'https://idp.test', sub: 'x' })}.${signature}`;
}
