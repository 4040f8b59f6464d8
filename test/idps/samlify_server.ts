import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import samlify from 'samlify';
import { ann, EMAIL } from './idp.ts';
import type { KeyPair } from './key_pair.ts';

const { Constants, IdentityProvider, SamlLib, ServiceProvider, setSchemaValidator } = samlify;
const [url = '', file = ''] = process.argv.slice(2);
const pair = JSON.parse(readFileSync(file, 'utf8')) as KeyPair;
const { redirect, post } = Constants.namespace.binding;

/** The template that samlify brings has an empty AuthnStatement, which saml-profiles 4.1.4.2 wants filled. */
const AUTHN =
  '<saml:AuthnStatement AuthnInstant="{IssueInstant}"><saml:AuthnContext><saml:AuthnContextClassRef>' +
  'urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>';

setSchemaValidator({ validate: async () => 'not validated' });

const idp = IdentityProvider({
  entityID: `${url}/metadata`,
  privateKey: pair.key,
  signingCert: pair.certificate,
  nameIDFormat: [EMAIL],
  singleSignOnService: [redirect, post].map((binding) => ({ Binding: binding, Location: `${url}/sso` })),
  loginResponseTemplate: {
    context: SamlLib.defaultLoginResponseTemplate.context.replace('{AuthnStatement}', AUTHN),
    attributes: [],
  },
});
const sps: ReturnType<typeof ServiceProvider>[] = [];

createServer((request, response) => {
  answer(request).then(
    (body) => response.end(body),
    (error: unknown) => response.writeHead(403).end(String(error)),
  );
}).listen(Number(new URL(url).port), '127.0.0.1');

async function answer(request: IncomingMessage): Promise<string> {
  if (request.url === '/metadata') return idp.getMetadata();
  const body = await text(request);
  if (request.method === 'PUT') {
    sps.push(ServiceProvider({ metadata: body }));
    return '';
  }
  const query = Object.fromEntries(new URL(request.url ?? '', url).searchParams);
  return signOn(query, Object.fromEntries(new URLSearchParams(body)));
}

/** The page that posts the answer to an AuthnRequest. Everybody is Ann. */
async function signOn(query: Record<string, string>, body: Record<string, string>): Promise<string> {
  const [binding, fields] = body.SAMLRequest === undefined ? ['redirect', query] : ['post', body];
  const issuer = issuerOf(fields.SAMLRequest ?? '', binding);
  const sp = sps.find(({ entityMeta }) => entityMeta.getEntityID() === issuer);
  if (!sp) throw new Error(`${issuer} is not known here`);
  const { extract } = await idp.parseLoginRequest(sp, binding, { query, body });
  const asked = String(extract.request?.id);
  const acs = sp.entityMeta.getAssertionConsumerService('post') as string;
  const { context } = await idp.createLoginResponse(sp, { extract }, 'post', ann, {
    customTagReplacement: (template) => {
      const now = new Date().toISOString();
      const until = new Date(Date.parse(now) + 300_000).toISOString();
      const id = idp.entitySetting.generateID?.() ?? '';
      const values = {
        ...{ ID: id, AssertionID: `${id}a`, Destination: acs, SubjectRecipient: acs, Audience: issuer },
        ...{
          Issuer: idp.entityMeta.getEntityID(),
          IssueInstant: now,
          StatusCode: Constants.StatusCode.Success,
        },
        ...{ ConditionsNotBefore: now, ConditionsNotOnOrAfter: until, AttributeStatement: '' },
        ...{ SubjectConfirmationDataNotOnOrAfter: until, NameIDFormat: EMAIL, NameID: ann.email },
        InResponseTo: asked,
      };
      return { id, context: SamlLib.replaceTagsByValue(template, values) };
    },
  });
  const inputs = { SAMLResponse: context, RelayState: fields.RelayState ?? '' };
  const hidden = Object.entries(inputs).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
  );
  return `<form method="post" action="${acs}">${hidden.join('')}</form>`;
}

function issuerOf(request: string, binding: string): string | undefined {
  const bytes = Buffer.from(request, 'base64');
  const xml = (binding === 'redirect' ? inflateRawSync(bytes) : bytes).toString('utf8');
  return /Issuer[^>]*>([^<]+)</.exec(xml)?.[1];
}
