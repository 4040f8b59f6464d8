import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../scripts/scratch.ts';
import { ann, EMAIL, type Idp, type Product } from './idp.ts';
import { keyPair } from './key_pair.ts';
import { startProgram, textAt } from './server.ts';

const run = promisify(execFile);

/** SimpleSAMLphp under PHP's own server. It reads its configuration anew with every request. */
export function simplesamlphp(home: string): Product {
  return {
    name: 'SimpleSAMLphp',
    start: () => start(home),
    nameIdFormat: EMAIL,
    checksRequests: 'always',
    changesCertificate: true,
  };
}

async function start(home: string): Promise<Idp> {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-simplesamlphp-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const entityId = `${url}/saml2/idp/metadata.php`;
  const known: string[] = [];
  await Promise.all(['cert', 'metadata', 'sessions', 'log'].map((name) => mkdir(join(directory, name))));
  const write = (path: string, text: string) => writeFile(join(directory, path), text);
  const writePhp = (path: string, value: object) =>
    write(path, `<?php\n$config = $metadata = ${php(value)};\n`);
  const writePair = async (name: string) => {
    const { key, certificate } = await keyPair('simplesamlphp');
    await write(`cert/${name}.key`, key);
    await write(`cert/${name}.crt`, certificate);
  };
  const writeIdp = (signing: string, announced?: string) =>
    writePhp('metadata/saml20-idp-hosted.php', {
      [entityId]: {
        host: '__DEFAULT__',
        privatekey: `${signing}.key`,
        certificate: `${signing}.crt`,
        ...(announced === undefined
          ? {}
          : { new_privatekey: `${announced}.key`, new_certificate: `${announced}.crt` }),
        auth: 'people',
        SingleSignOnServiceBinding: ['Redirect', 'POST'].map(
          (name) => `urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${name}`,
        ),
        'signature.algorithm': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        NameIDFormat: EMAIL,
        authproc: { 3: { class: 'saml:AttributeNameID', attribute: 'email', Format: EMAIL } },
      },
    });

  await writePhp('config.php', {
    baseurlpath: `${url}/`,
    certdir: `${directory}/cert/`,
    metadatadir: `${directory}/metadata`,
    loggingdir: `${directory}/log/`,
    datadir: `${directory}/`,
    tempdir: `${directory}/`,
    'session.phpsession.savepath': `${directory}/sessions`,
    'session.phpsession.cookiename': 'SimpleSAML',
    'session.cookie.secure': false,
    'store.type': 'phpsession',
    'logging.handler': 'file',
    timezone: 'UTC',
    secretsalt: 'of this test',
    'auth.adminpassword': ann.password,
    technicalcontact_email: 'na@example.org',
    'enable.saml20-idp': true,
    'module.enable': { exampleauth: true, core: true, saml: true },
    'metadata.sources': [{ type: 'flatfile', directory: `${directory}/metadata` }],
    'trusted.url.domains': null,
  });
  await writePhp('authsources.php', {
    people: {
      0: 'exampleauth:UserPass',
      [`${ann.username}:${ann.password}`]: {
        email: [ann.email],
        givenName: [ann.givenName],
        surname: [ann.surname],
      },
    },
  });
  await writePhp('metadata/saml20-sp-remote.php', {});
  await writePair('first');
  await writeIdp('first');
  const stop = await startProgram({
    command: 'php',
    args: ['-d', 'opcache.enable=0', '-S', new URL(url).host, '-t', join(home, 'www')],
    cwd: directory,
    env: { SIMPLESAMLPHP_CONFIG_DIR: directory },
    ready: entityId,
    withinMs: 20_000,
  });

  return {
    metadata: () => textAt(entityId),
    async trust(spMetadata) {
      known.push(await converted(home, spMetadata));
      await write('metadata/saml20-sp-remote.php', ['<?php', ...known].join('\n'));
    },
    certificates: {
      async announce() {
        await writePair('second');
        await writeIdp('first', 'second');
      },
      rollOver: () => writeIdp('second'),
    },
    async stop() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** What the page "XML to SimpleSAMLphp metadata converter" shows for a document, to be put into saml20-sp-remote.php. */
async function converted(home: string, document: string): Promise<string> {
  const script =
    `require '${home}/lib/_autoload.php';` +
    'foreach (SimpleSAML\\Metadata\\SAMLParser::parseDescriptorsString(stream_get_contents(STDIN)) as $id => $entity) {' +
    "$found = $entity->getMetadata20SP(); unset($found['entityDescriptor']);" +
    "echo '$metadata[', var_export($id, true), '] = ', var_export($found, true), ';'; }";
  const running = run('php', ['-r', script]);
  running.child.stdin?.end(document);
  return (await running).stdout;
}

/** A value as PHP writes it. */
function php(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const isList = Array.isArray(value);
  const entries = Object.entries(value).map(([key, item]) => {
    const index = /^\d+$/.test(key) ? key : php(key);
    return isList ? php(item) : `${index} => ${php(item)}`;
  });
  return `[${entries.join(', ')}]`;
}
