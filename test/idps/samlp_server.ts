import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Asking, auth, metadata, parseRequest } from 'samlp';
import { ann, EMAIL } from './idp.ts';
import type { KeyPair } from './key_pair.ts';
import type { Sp } from './sp.ts';

export interface SamlpState {
  readonly signing: KeyPair;
  readonly announced?: KeyPair;
  readonly sps: readonly Sp[];
}

const [url = '', file = ''] = process.argv.slice(2);
const issuer = `${url}/metadata`;

createServer((request, response) => {
  const answered = request.url === '/metadata' ? published(request) : answer(request);
  answered.then(
    (body) => response.end(body),
    (error: unknown) => response.writeHead(403).end(String(error)),
  );
}).listen(Number(new URL(url).port), '127.0.0.1');

/** The state is read anew with each request. */
async function state(): Promise<SamlpState> {
  return JSON.parse(await readFile(file, 'utf8')) as SamlpState;
}

/** The metadata. samlp publishes one certificate only, so that an announced one is put beside it. */
async function published(request: IncomingMessage): Promise<string> {
  const { signing, announced } = await state();
  const documents = await Promise.all(
    [signing, ...(announced ? [announced] : [])].map(({ certificate: cert }) => {
      const send = metadata({ issuer, cert, redirectEndpointPath: '/sso', postEndpointPath: '/sso' });
      const asking = Object.assign(request, {
        query: {},
        body: {},
        protocol: 'http',
        originalUrl: '/metadata',
      });
      return new Promise<string>((resolve) => {
        send(asking, { set: () => undefined, send: resolve });
      });
    }),
  );
  const [first = '', second] = documents;
  const [further = ''] = /<KeyDescriptor.*<\/KeyDescriptor>/s.exec(second ?? '') ?? [];
  return first.replace('</KeyDescriptor>', `</KeyDescriptor>${further}`);
}

/** The page that answers an AuthnRequest, which came by redirect or by form. */
async function answer(request: IncomingMessage): Promise<string> {
  const { signing, sps } = await state();
  const query = Object.fromEntries(new URL(request.url ?? '', url).searchParams);
  const body = Object.fromEntries(new URLSearchParams(await text(request)));
  const asking: Asking = Object.assign(request, { query, body });
  const asked = await issuerOf(asking);
  const sp = sps.find(({ entityId }) => entityId === asked);
  if (!sp) throw new Error(`${asked} is not known here`);
  const { entityId, acs, signedWith, encryptFor } = sp;
  const encryptionCert = certificateOf(encryptFor);
  const handle = auth({
    issuer,
    cert: signing.certificate,
    key: signing.key,
    audience: entityId,
    recipient: acs,
    destination: acs,
    signResponse: false,
    ...(signedWith === undefined ? {} : { signingCert: certificateOf(signedWith).toString() }),
    encryptionCert: encryptionCert.toString(),
    encryptionPublicKey: encryptionCert.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    encryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
    getPostURL: (_audience, _request, _asking, done) => done(null, acs),
    getUserFromRequest: () => ann,
    profileMapper: () => ({
      getClaims: () => ({ email: ann.email, givenName: ann.givenName, surname: ann.surname }),
      getNameIdentifier: () => ({ nameIdentifier: ann.email, nameIdentifierFormat: EMAIL }),
    }),
  });
  return new Promise((resolve, reject) => {
    handle(asking, { set: () => undefined, send: resolve }, reject);
  });
}

function issuerOf(asking: Asking): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    parseRequest(asking, {}, (error, parsed) => {
      if (error) reject(error);
      else resolve(parsed?.issuer);
    });
  });
}

function certificateOf(base64: string): X509Certificate {
  return new X509Certificate(Buffer.from(base64, 'base64'));
}
