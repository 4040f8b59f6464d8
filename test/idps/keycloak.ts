import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/scratch.ts';
import { ann, EMAIL, type Idp, type Product } from './idp.ts';
import { startProgram, textAt } from './server.ts';

const ADMIN = { username: 'admin', password: 'a password of this test' };
const REALM = 'acme';
const CLIENT = 'rollcall';
const CAEP = 'https://schemas.openid.net/secevent/caep/event-type';
const SSF = '--spi-ssf-transmitter--default';
const KEYS = 'org.keycloak.keys.KeyProvider';

/** Keycloak in development mode with a realm of its own, set up through its admin API. */
export function keycloak(home: string): Product {
  return {
    name: 'Keycloak',
    start: () => start(home),
    nameIdFormat: EMAIL,
    encrypts: true,
    checksRequests: 'always',
    changesCertificate: true,
    pushesEvents: true,
  };
}

async function start(home: string): Promise<Idp> {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-keycloak-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const stop = await startProgram({
    command: join(home, 'bin/kc.sh'),
    args: [
      'start-dev',
      '--http-host',
      '127.0.0.1',
      '--http-port',
      String(port),
      '--db',
      'dev-mem',
      '--cache',
      'local',
      '--features=ssf',
      `${SSF}--allow-insecure-push-targets=true`,
      `${SSF}--outbox-drainer-interval=1s`,
    ],
    cwd: directory,
    // It starts sooner when nothing is compiled for speed.
    env: {
      JAVA_OPTS_APPEND: '-XX:TieredStopAtLevel=1',
      KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
      KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
    },
    ready: `${url}/realms/master`,
    withinMs: 240_000,
  });
  const admin = new Admin(url);
  await admin.post('/admin/realms', {
    realm: REALM,
    enabled: true,
    sslRequired: 'none',
    attributes: { 'ssf.transmitterEnabled': 'true' },
    users: [
      {
        username: ann.username,
        email: ann.email,
        emailVerified: true,
        firstName: ann.givenName,
        lastName: ann.surname,
        enabled: true,
        credentials: [{ type: 'password', value: ann.password, temporary: false }],
      },
    ],
  });
  const realm = `/admin/realms/${REALM}`;
  const anns = async () => {
    const [found] = await admin.get(`${realm}/users?username=${ann.username}`);
    if (!found) throw new Error('Keycloak has no Ann');
    return found.id;
  };
  const setSecond = (priority: number) => key('second', priority);
  const rollOver = async () => {
    const all = await admin.get(`${realm}/components?type=${KEYS}`);
    const signing = all.filter(({ providerId }) => providerId === 'rsa-generated');
    for (const component of signing) {
      const path = `${realm}/components/${component.id}`;
      if (component.name === 'second') await admin.put(path, setSecond(200));
      else await admin.delete(path);
    }
  };
  return {
    metadata: () => textAt(`${url}/realms/${REALM}/protocol/saml/descriptor`),
    async trust(spMetadata) {
      await admin.post(`${realm}/clients`, await admin.convert(REALM, spMetadata));
    },
    events: {
      configurationUrl: `${url}/realms/${REALM}/.well-known/ssf-configuration`,
      async pushTo(target, audience, authorization) {
        await admin.post(`${realm}/clients`, receiver(target, audience));
        await admin.post(`${realm}/ssf/clients/${CLIENT}/stream`, {
          events_requested: [`${CAEP}/session-revoked`, `${CAEP}/credential-change`],
          delivery: {
            method: 'urn:ietf:rfc:8935',
            endpoint_url: target,
            authorization_header: authorization,
          },
        });
      },
      signOut: async () => admin.post(`${realm}/users/${await anns()}/logout`, {}),
      async changePassword() {
        const path = `${realm}/users/${await anns()}/reset-password`;
        for (const value of ['other words of hers', ann.password])
          await admin.put(path, { type: 'password', value, temporary: false });
      },
    },
    certificates: {
      announce: () => admin.post(`${realm}/components`, setSecond(1)),
      rollOver,
    },

    async stop() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function key(name: string, priority: number): object {
  return {
    name,
    providerId: 'rsa-generated',
    providerType: KEYS,
    config: { priority: [String(priority)], enabled: ['true'], active: ['true'], algorithm: ['RS256'] },
  };
}

/** The client that stands for the receiver of events. */
function receiver(target: string, audience: string): object {
  return {
    clientId: CLIENT,
    protocol: 'openid-connect',
    publicClient: false,
    serviceAccountsEnabled: true,
    standardFlowEnabled: false,
    attributes: {
      'ssf.enabled': 'true',
      'ssf.userSubjectFormat': 'email',
      'ssf.defaultSubjects': 'ALL',
      'ssf.allowedDeliveryMethods': 'push',
      'ssf.validPushUrls': target,
      'ssf.streamAudience': audience,
    },
  };
}

interface Component {
  readonly id: string;
  readonly name: string;
  readonly providerId: string;
}

/** The admin API; its tokens live for a minute, so that each call gets its own. */
class Admin {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async get(path: string): Promise<Component[]> {
    return (await (await this.#send('GET', path)).json()) as Component[];
  }

  async post(path: string, body: object): Promise<void> {
    await this.#send('POST', path, JSON.stringify(body));
  }

  /** The client that the page "Import client" makes of a document. */
  async convert(realm: string, document: string): Promise<object> {
    const response = await this.#send(
      'POST',
      `/admin/realms/${realm}/client-description-converter`,
      document,
    );
    return (await response.json()) as object;
  }

  async put(path: string, body: object): Promise<void> {
    await this.#send('PUT', path, JSON.stringify(body));
  }

  async delete(path: string): Promise<void> {
    await this.#send('DELETE', path);
  }

  async #send(method: string, path: string, body?: string): Promise<Response> {
    const response = await fetch(this.#url + path, {
      method,
      headers: { authorization: `Bearer ${await this.#token()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  async #token(): Promise<string> {
    const response = await fetch(`${this.#url}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...ADMIN }),
    });
    const { access_token: token } = (await response.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`Keycloak gave no token: ${response.status}`);
    return token;
  }
}
