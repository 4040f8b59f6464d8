import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import {
  assertionOf,
  type KeyPair,
  keyPair,
  posted,
  responseOf,
  signed,
  value,
  words,
} from '../../../test/sso/fixture.ts';
import { idpMetadata } from '../../../test/sso/idp_metadata.ts';
import type { Directory } from './directory.ts';
import { escaped, peoplePage, responsePage, whoPage } from './pages.ts';

/** What Rollcall told it, once it is set up there. */
export interface Rollcall {
  readonly directory: Directory;
  readonly entityId: string;
  readonly acs: string;
  readonly signInUrl: string;
}

export interface DemoIdp {
  readonly url: string;
  readonly metadataUrl: string;
  connect(rollcall: Rollcall): void;
  close(): void;
}

/** An identity provider to click through, with new keys. It is for the demo only: it asks for no password. */
export async function startIdp(port: number): Promise<DemoIdp> {
  const url = `http://localhost:${port}`;
  const keys = await keyPair();
  let rollcall: Rollcall | undefined;
  const server = createServer((request, response) => {
    answer({ url, keys, rollcall }, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url,
    metadataUrl: `${url}/metadata`,
    connect(to) {
      rollcall = to;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Side {
  readonly url: string;
  readonly keys: KeyPair;
  readonly rollcall: Rollcall | undefined;
}

async function answer(side: Side, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', side.url);
  if (pathname === '/metadata') {
    response.writeHead(200, { 'content-type': 'application/samlmetadata+xml' }).end(metadataOf(side));
    return;
  }
  const { rollcall } = side;
  if (!rollcall) {
    response.writeHead(503).end('not connected yet');
    return;
  }
  const { directory, signInUrl } = rollcall;
  if (request.method !== 'POST') {
    const asked = Object.fromEntries(searchParams);
    show(
      response,
      pathname === '/sso' ? whoPage(directory.people, asked) : peoplePage(directory.people, signInUrl),
    );
    return;
  }
  const form = new URLSearchParams(await text(request));
  const person = directory.named(form.get('userName') ?? '');
  if (!person) response.writeHead(404).end('nobody');
  else if (pathname === '/sso') show(response, signedIn(side, rollcall, person.userName, form));
  else {
    if (pathname === '/push') await directory.push(person);
    else await directory.setActive(person, pathname === '/reactivate');
    response.writeHead(303, { location: '/' }).end();
  }
}

function show(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

function metadataOf({ url, keys }: Side): string {
  const redirect = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
  return idpMetadata({
    entityId: `${url}/metadata`,
    certificates: [keys.certificate],
    wantsSignedRequests: false,
    endpoints: `<md:SingleSignOnService Binding="${redirect}" Location="${url}/sso"/>`,
  });
}

/** The page that brings the response about a person. */
function signedIn(
  { url, keys }: Side,
  { acs, entityId }: Rollcall,
  userName: string,
  form: URLSearchParams,
): string {
  const xml = inflateRawSync(Buffer.from(form.get('SAMLRequest') ?? '', 'base64')).toString();
  const inResponseTo = /\bID="([^"]+)"/.exec(xml)?.[1] ?? null;
  const format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
  const said = {
    ...words({ acs, entityId, idp: `${url}/metadata`, inResponseTo, now: Date.now() }),
    responseId: `_${crypto.randomUUID()}`,
    assertionId: `_${crypto.randomUUID()}`,
    nameId: `<saml:NameID Format="${format}">${escaped(userName)}</saml:NameID>`,
    attributes: value('email', escaped(userName)),
  };
  const response = posted(signed(responseOf(said, assertionOf(said)), { ...keys, id: said.assertionId }));
  return responsePage(acs, response, form.get('RelayState') ?? '');
}
