import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/scratch.ts';
import { ann, type Idp, type Product } from './idp.ts';
import { startProgram, textAt } from './server.ts';
import type { Sp } from './sp.ts';

const ADMIN = { username: 'admin', password: 'a password of this test' };
const REALM = 'acme';
const KEYS = 'org.keycloak.keys.KeyProvider';

/** Keycloak in development mode with a realm of its own, set up through its admin API. */
export function keycloak(home: string): Product {
  return { name: 'Keycloak', start: () => start(home) };
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
  const setSecond = (priority: number) => key('second', priority);
  return {
    metadata: () => textAt(`${url}/realms/${REALM}/protocol/saml/descriptor`),
    trust: (sp) => admin.post(`${realm}/clients`, client(sp)),
    announce: () => admin.post(`${realm}/components`, setSecond(1)),
    async rollOver() {
      const all = await admin.get(`${realm}/components?type=${KEYS}`);
      const signing = all.filter(({ providerId }) => providerId === 'rsa-generated');
      for (const component of signing) {
        const path = `${realm}/components/${component.id}`;
        if (component.name === 'second') await admin.put(path, setSecond(200));
        else await admin.delete(path);
      }
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

function client({ entityId, acs, signedWith, encryptFor }: Sp): object {
  const mapper = (name: string, property: string) => ({
    name,
    protocol: 'saml',
    protocolMapper: 'saml-user-property-mapper',
    config: { 'user.attribute': property, 'attribute.name': name, 'attribute.nameformat': 'Basic' },
  });
  return {
    clientId: entityId,
    protocol: 'saml',
    enabled: true,
    redirectUris: [acs],
    protocolMappers: [
      mapper('email', 'email'),
      mapper('givenName', 'firstName'),
      mapper('surname', 'lastName'),
    ],
    attributes: {
      saml_assertion_consumer_url_post: acs,
      saml_name_id_format: 'email',
      saml_force_name_id_format: 'true',
      'saml.authnstatement': 'true',
      'saml.force.post.binding': 'true',
      'saml.server.signature': 'true',
      'saml.assertion.signature': 'true',
      'saml.signature.algorithm': 'RSA_SHA256',
      'saml.client.signature': String(signedWith !== undefined),
      ...(signedWith === undefined ? {} : { 'saml.signing.certificate': signedWith }),
      'saml.encrypt': String(encryptFor !== undefined),
      ...(encryptFor === undefined
        ? {}
        : {
            'saml.encryption.certificate': encryptFor,
            'saml.encryption.algorithm': 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
            'saml.encryption.keyAlgorithm': 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
            'saml.encryption.digestMethod': 'http://www.w3.org/2000/09/xmldsig#sha1',
          }),
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
    await this.#send('POST', path, body);
  }

  async put(path: string, body: object): Promise<void> {
    await this.#send('PUT', path, body);
  }

  async delete(path: string): Promise<void> {
    await this.#send('DELETE', path);
  }

  async #send(method: string, path: string, body?: object): Promise<Response> {
    const response = await fetch(this.#url + path, {
      method,
      headers: { authorization: `Bearer ${await this.#token()}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
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
