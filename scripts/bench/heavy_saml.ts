import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { limits } from '../../config/limits.ts';
import {
  assertionOf,
  encrypted,
  type KeyPair,
  keyPair,
  posted,
  responseOf,
  signed,
  type Words,
  words,
} from '../../test/sso/fixture.ts';
import type { BenchedService } from './service.ts';

const IDP = 'https://idp.test/metadata';
const PAGES = '/groups/bench/-/saml';
/** Characters of XML that one response may have. */
const CHARS = (limits.samlResponseChars / 4) * 3 - 8;
/** What XML has around the attributes, with two signatures. */
const AROUND = 8_000;

type Make = (sp: ServiceProvider, idp: KeyPair) => Promise<string>;

interface ServiceProvider {
  readonly entityId: string;
  readonly acs: string;
  /** The certificate to encrypt for. */
  readonly certificate: string;
}

export interface HeavyForm {
  readonly name: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  /** Whether it must be refused. */
  readonly isRefused: boolean;
}

/** Responses of an identity provider at which sign-ins may begin: sound ones as large as one may be, and refused ones. */
export async function heavyResponses(service: BenchedService): Promise<HeavyForm[]> {
  const idp = await keyPair();
  await setUp(service, idp);
  const sp = await serviceProvider(service);
  const made: readonly (readonly [name: string, make: Make, isRefused?: boolean])[] = [
    ['with many values, signed twice', twice(manyValues)],
    ['with a long value, signed twice', twice(longValue)],
    ['with many values, encrypted', sealed(manyValues)],
    ['with a long value, encrypted', sealed(longValue)],
    ['of 30 kB with a wrong SignatureValue', altered('SignatureValue', 30_000), true],
    ['of 23 kB with a wrong SignatureValue', altered('SignatureValue', 23_000), true],
    ['of 30 kB with a wrong DigestValue', altered('Attribute', 30_000), true],
    ['of 23 kB with a wrong DigestValue', altered('Attribute', 23_000), true],
  ];
  return Promise.all(
    made.map(async ([name, make, isRefused = false]) => ({
      isRefused,
      name: `a SAML response ${name}`,
      path: `${PAGES}/callback`,
      form: { SAMLResponse: posted(await make(sp, idp)) },
    })),
  );
}

async function setUp({ rollcall }: BenchedService, { certificate }: KeyPair): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  try {
    const file = join(directory, 'idp.crt');
    await writeFile(file, certificate);
    const at = ['--entity-id', IDP, '--sso-url', 'https://idp.test/sso', '--certificate-file', file];
    await rollcall('saml', 'set', 'bench', ...at, '--allow-idp-initiated', '--jit');
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function serviceProvider({ port }: BenchedService): Promise<ServiceProvider> {
  const metadata = await (await request(`http://127.0.0.1:${port}${PAGES}/metadata`)).body.text();
  const find = (pattern: RegExp) => pattern.exec(metadata)?.[1] ?? '';
  const base64 = find(/use="encryption".*?<ds:X509Certificate>([^<]+)/s);
  return {
    entityId: find(/entityID="([^"]+)"/),
    acs: find(/AssertionConsumerService[^>]*Location="([^"]+)"/),
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`,
  };
}

function twice(attributes: (chars: number) => string): Make {
  return async (sp, idp) => {
    const said = saying(sp, attributes(CHARS - AROUND));
    const inside = signed(responseOf(said, assertionOf(said)), { ...idp, id: said.assertionId });
    return signed(inside, { ...idp, id: said.responseId });
  };
}

/** So many characters, signed once and altered afterwards: what is signed, or the signature itself. */
function altered(what: 'SignatureValue' | 'Attribute', chars: number): Make {
  return async (sp, idp) => {
    const said = saying(sp, groups(chars - AROUND / 2));
    const whole = signed(responseOf(said, assertionOf(said)), { ...idp, id: said.assertionId });
    return what === 'Attribute'
      ? whole.replace('Name="groups"', 'Name="Groups"')
      : whole.replace(/(SignatureValue>)(.)/, (_, before, first) => `${before}${first === 'A' ? 'B' : 'A'}`);
  };
}

/** What is encrypted is written in base64, which takes a third more. */
function sealed(attributes: (chars: number) => string): Make {
  return async (sp, idp) => {
    const said = saying(sp, attributes((CHARS / 4) * 3 - AROUND));
    const inside = signed(assertionOf(said), { ...idp, id: said.assertionId });
    return responseOf(said, await encrypted(inside, sp.certificate));
  };
}

function saying({ acs, entityId }: ServiceProvider, attributes: string): Words {
  return { ...words({ acs, entityId, idp: IDP, inResponseTo: null, now: Date.now() }), attributes };
}

/** As many elements and attributes as a response may have, and as many names of attributes. */
function manyValues(chars: number): string {
  const [attributes, nodes] = [limits.samlAttributes, limits.samlNodes - 200];
  const values = Math.floor((nodes - 2 * attributes) / attributes);
  const empty = attribute('', values, '');
  const text = 'x'.repeat(Math.floor((chars / attributes - empty.length - 4) / values));
  return Array.from({ length: attributes }, (_, at) =>
    attribute(`${at}`.padStart(4, '0'), values, text),
  ).join('');
}

function groups(chars: number): string {
  const text = 'x'.repeat(30);
  const each = attribute('', 2, text).length - attribute('', 1, text).length;
  return attribute('groups', Math.floor(chars / each), text);
}

function longValue(chars: number): string {
  return attribute('long', 1, 'x'.repeat(chars - 200));
}

function attribute(name: string, values: number, text: string): string {
  const value = `<saml:AttributeValue>${text}</saml:AttributeValue>`;
  return `<saml:Attribute Name="${name}">${value.repeat(values)}</saml:Attribute>`;
}
