import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { commandNamed, commands } from '../../lib/cli/commands.ts';
import { plain } from '../../lib/cli/terminal/paint.ts';
import { parseStrict } from '../../lib/saml/xml/xml.ts';
import { withoutDeclaration } from '../../lib/saml/xml/xml_text.ts';
import { boot, type Rollcall } from '../helper.ts';
import { type KeyPair, keyPair, sha256Of } from '../sso/fixture.ts';
import { idpMetadata } from '../sso/idp_metadata.ts';
import { MetadataServer } from './metadata_server.ts';
import { operate, type Plain, refusal, shapeOf, typed } from './operator.ts';

const text = 'string';
const certificate = { sha256: text, state: text, source: text, expiresAt: text };
const settings = {
  signRequests: 'boolean',
  allowIdpInitiated: 'boolean',
  jit: 'boolean',
  defaultRole: text,
  wantResponseSigned: 'boolean',
};
const provider = {
  group: text,
  identifyBy: text,
  urls: { entityId: text, acs: text, metadata: text, sso: text },
  identityProvider: { entityId: text, ssoUrl: text, binding: text },
  certificates: [certificate],
  settings,
  requests: { signed: 'boolean', because: text },
  keys: [{ use: text, state: text, sha256: text, expiresAt: text }],
  warnings: [],
};
const fetched = { ...provider, metadata: { url: text, failures: 'number', fetchedAt: text } };
const preview = {
  group: text,
  entityId: text,
  ssoUrl: text,
  binding: text,
  nameIdFormats: [text],
  wantsSignedRequests: 'boolean',
  certificates: [{ sha256: text, subject: text, expiresAt: text, known: 'boolean' }],
  warnings: [],
};

interface World {
  readonly url: string;
  readonly first: KeyPair;
  readonly second: KeyPair;
  readonly third: KeyPair;
}

/** The commands in an order that builds on itself, and what each prints with `--json`. */
const cases: readonly (readonly [name: string, args: (world: World) => Plain, shape: unknown])[] = [
  ['saml preview', ({ url }) => ({ metadataUrl: url }), preview],
  [
    'saml preview',
    ({ first }) => ({
      entityId: 'https://x.test',
      ssoUrl: 'https://x.test/sso',
      certificateFile: first.certificate,
    }),
    { ...preview, nameIdFormats: [], binding: undefined },
  ],
  [
    'saml set',
    ({ url }) => ({
      metadataUrl: url,
      identifyBy: 'email',
      jit: true,
      defaultRole: 'reporter',
      signRequests: true,
    }),
    fetched,
  ],
  ['saml show', () => ({}), { ...fetched, enforcement: { mode: text }, recoveryCodes: 'number' }],
  ['saml recovery-codes', () => ({}), { group: text, codes: [text] }],
  ['saml enforce', () => ({ mode: 'off' }), { group: text, enforcement: { mode: text, from: text } }],
  ['saml metadata', () => ({}), { group: text, xml: text }],
  ['saml refresh', () => ({}), { outcome: text, ...fetched }],
  ['saml certificate add', ({ second }) => ({ certificateFile: second.certificate }), fetched],
  [
    'saml certificate remove',
    ({ second }) => ({ certificate: sha256Of(second.certificate).slice(0, 12) }),
    fetched,
  ],
  ['saml keys rotate', () => ({}), fetched],
  [
    'saml set',
    () => ({ nameIdFormat: 'urn:x', groupsAttribute: 'groups', spEntityId: 'https://sp.test' }),
    { ...fetched, settings: { ...settings, entityId: text, nameIdFormat: text, groupsAttribute: text } },
  ],
  ['saml set', () => ({ nameIdFormat: '', groupsAttribute: '', spEntityId: '' }), fetched],
];

describe("the operator's commands for single sign-on", () => {
  let app: Rollcall;
  const server = new MetadataServer();
  let world: World;

  before(async () => {
    app = await boot({ env: { ALLOW_PRIVATE_FETCH: 'true' } });
    await app.bootstrap('signed');
    await app.bootstrap('bare');
    const [first, second, third] = await Promise.all([keyPair(), keyPair('ec'), keyPair('ec')]);
    server.document = idpMetadata({ certificates: [first.certificate] });
    world = { url: await server.start(), first, second, third };
  });
  after(async () => {
    await app.close();
    await server.stop();
  });

  for (const [name, args, shape] of cases) {
    it(`${name} prints the documented output`, async () => {
      const result = await operate(app.services, name, { group: 'signed', ...args(world) });
      expect(shapeOf(result)).to.deep.equal(JSON.parse(JSON.stringify(shape)));
      expect(commandNamed(name)?.text(result, plain))
        .to.match(/\S/)
        .and.not.match(/undefined|\[object|\bNaN\b|PRIVATE/);
      expect(JSON.stringify(result)).not.to.match(/PRIVATE|sealed/);
    });
  }

  it('saml certificate approve ends certificates that the metadata no longer has', async () => {
    server.document = idpMetadata({ certificates: [world.third.certificate] });
    const { certificates, outcome } = await operate(app.services, 'saml refresh', { group: 'signed' });
    expect(outcome).to.equal('changed');
    expect((certificates as Plain[]).map(({ state }) => state)).to.deep.equal(['retiring', 'active']);
    const after = await operate(app.services, 'saml certificate approve', { group: 'signed' });
    expect((after.certificates as Plain[]).map(({ sha256 }) => sha256)).to.deep.equal([
      sha256Of(world.third.certificate),
    ]);
  });

  it('saml refresh fails and changes nothing when the metadata has another entity id', async () => {
    server.document = idpMetadata({ entityId: 'https://evil.test', certificates: [world.first.certificate] });
    const result = await operate(app.services, 'saml refresh', { group: 'signed' });
    expect(commandNamed('saml refresh')?.isBad(result)).to.equal(true);
    expect(result.identityProvider).to.include({ entityId: 'https://idp.test/metadata' });
    expect((result.warnings as string[]).join()).to.match(/evil\.test/);
    const seen = await operate(app.services, 'saml preview', { group: 'signed', metadataUrl: world.url });
    expect((seen.warnings as string[]).join()).to.match(/replaces this identity provider by another one/);
  });

  const refusals: readonly (readonly [name: string, args: Plain, code: string, message: RegExp])[] = [
    ['saml recovery-codes', { group: 'bare' }, 'no_provider', /bare has no SAML provider/],
    ['saml enforce', { group: 'bare', mode: 'everyone' }, 'no_provider', /bare has no SAML provider/],
    ['saml enforce', { group: 'signed', mode: 'everyone' }, 'test_sign_in_missing', /test sign-in/],
    [
      'saml enforce',
      { group: 'signed', mode: 'domains' },
      'contradictory_arguments',
      /Give domains where only members/,
    ],
    [
      'saml enforce',
      { group: 'signed', mode: 'off', domain: ['x.test'] },
      'contradictory_arguments',
      /none otherwise/,
    ],
    [
      'saml enforce',
      { group: 'signed', mode: 'domains', domain: ['a b'] },
      'invalid_arguments',
      /not an e-mail domain/,
    ],
    ['saml enforce', { group: 'signed', mode: 'some' }, 'invalid_arguments', /--mode/],
    ['saml show', { group: 'bare' }, 'no_provider', /bare has no SAML provider/],
    ['saml keys rotate', { group: 'bare' }, 'no_provider', /bare has no SAML provider/],
    ['saml preview', { group: 'bare' }, 'incomplete_provider', /Give metadata as/],
    [
      'saml preview',
      { group: 'bare', metadataUrl: 'x', metadataFile: 'y' },
      'contradictory_arguments',
      /not both/,
    ],
    [
      'saml preview',
      { group: 'bare', metadataUrl: 'ftp://x.test' },
      'invalid_metadata_url',
      /must begin with https/,
    ],
    [
      'saml preview',
      { group: 'bare', metadataUrl: 'http://127.0.0.1:1/' },
      'metadata_unreachable',
      /cannot be reached/,
    ],
    ['saml preview', { group: 'bare', metadataFile: '<a/>' }, 'unusable_metadata', /not SAML 2.0 metadata/],
    ['saml set', { group: 'bare', entityId: 'https://x.test' }, 'incomplete_provider', /Give the metadata/],
    [
      'saml set',
      { group: 'bare', certificateFile: 'hello' },
      'unusable_certificate',
      /not an X.509|neither PEM/,
    ],
    [
      'saml set',
      { group: 'bare', nameIdFormat: 'a\u001bb' },
      'invalid_arguments',
      /--name-id-format: must be written as a URI/,
    ],
    [
      'saml certificate remove',
      { group: 'signed', certificate: '00000000' },
      'not_found',
      /no certificate 00000000/,
    ],
    ['saml certificate remove', { group: 'signed', certificate: 'xyz' }, 'invalid_arguments', /fingerprint/],
    [
      'saml certificate approve',
      { group: 'signed' },
      'no_retiring_certificate',
      /No certificate is retiring/,
    ],
  ];
  for (const [name, args, code, message] of refusals) {
    it(`${name} ${JSON.stringify(args)} is refused`, async () => {
      const told = await refusal(app.services, name, args);
      expect(told.code).to.equal(code);
      expect(told.message).to.match(message);
    });
  }

  it('saml certificate remove keeps the last one', async () => {
    const wanted = sha256Of(world.third.certificate).slice(0, 12);
    const told = await refusal(app.services, 'saml certificate remove', {
      group: 'signed',
      certificate: wanted,
    });
    expect(told.message).to.match(/last active certificate/);
  });

  it('saml metadata works before set-up, and equals what the service sends', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    const environment = { DATA_DIR: join(directory, 'data') };
    const path = join(directory, 'idp.xml');
    try {
      const certificates = [world.first.certificate];
      await writeFile(path, idpMetadata({ certificates, wantsSignedRequests: false }));
      await typed(environment, 'bootstrap', '--group', 'acme', '--owner', 'ada@acme.test');
      const first = await typed(environment, 'saml', 'metadata', 'acme');
      expect(first).to.include({ code: 0, stderr: '' });
      const { xml } = JSON.parse((await typed(environment, 'saml', 'metadata', 'acme', '--json')).stdout) as {
        xml: string;
      };
      expect(first.stdout)
        .to.equal(xml)
        .and.match(/^<\?xml .*\n<md:EntityDescriptor /);
      expect(
        parseStrict(withoutDeclaration(first.stdout)).getElementsByTagName('ds:X509Certificate'),
      ).to.have.length(2);
      expect((await typed(environment, 'group', 'show', 'acme')).stdout).to.match(/SAML +not set up/);
      await typed(environment, 'saml', 'set', 'acme', '--metadata-file', path);
      expect((await typed(environment, 'saml', 'metadata', 'acme')).stdout).to.equal(xml);
      expect((await typed(environment, 'group', 'show', 'acme')).stdout).to.match(/SAML +set up/);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('a file argument is read where the command is typed', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    const environment = { DATA_DIR: join(directory, 'data') };
    const path = join(directory, 'idp.xml');
    try {
      await writeFile(path, idpMetadata({ certificates: [world.first.certificate] }));
      await typed(environment, 'bootstrap', '--group', 'acme', '--owner', 'ada@acme.test');
      const shown = await typed(environment, 'saml', 'preview', 'acme', '--metadata-file', path, '--json');
      expect(JSON.parse(shown.stdout)).to.include({ entityId: 'https://idp.test/metadata' });
      const missing = await typed(environment, 'saml', 'preview', 'acme', '--metadata-file', `${path}.gone`);
      expect(missing.code).to.equal(2);
      expect(missing.stderr).to.match(/--metadata-file: .* cannot be read/);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('a file from Windows and a binary file are accepted', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    const environment = { DATA_DIR: join(directory, 'data') };
    const [metadata, certificate] = [join(directory, 'idp.xml'), join(directory, 'idp.cer')];
    try {
      const xml = `\ufeff<?xml version="1.0" encoding="utf-16"?>\r\n${idpMetadata({ certificates: [world.first.certificate] })}`;
      await writeFile(metadata, Buffer.from(xml, 'utf16le'));
      await writeFile(certificate, new X509Certificate(world.second.certificate).raw);
      await typed(environment, 'bootstrap', '--group', 'acme', '--owner', 'ada@acme.test');
      const args = ['--metadata-file', metadata, '--certificate-file', certificate, '--json'];
      const shown = JSON.parse((await typed(environment, 'saml', 'preview', 'acme', ...args)).stdout) as {
        certificates: { sha256: string }[];
      };
      expect(shown.certificates.map(({ sha256 }) => sha256)).to.deep.equal(
        [world.first, world.second].map((pair) => sha256Of(pair.certificate)),
      );
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('all have a row in this test', () => {
    const shown = new Set([...cases.map(([name]) => name), 'saml certificate approve']);
    const missing = commands.filter(({ name }) => name.startsWith('saml ') && !shown.has(name));
    expect(missing.map(({ name }) => name)).to.deep.equal([]);
  });
});
