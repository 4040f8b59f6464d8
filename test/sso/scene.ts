import { X509Certificate } from 'node:crypto';
import {
  defaults,
  type SamlProvider,
  type SamlSettings,
  samlProviders,
} from '../../lib/groups/saml_provider.ts';
import { groups } from '../../lib/groups/types.ts';
import { type IdpCertificate, type SpUrls, spUrls } from '../../lib/saml/connection.ts';
import { newKeys } from '../../lib/saml/keys/keys.ts';
import { SamlError } from '../../lib/saml/saml_error.ts';
import { acceptResponse, checkResponse, type Posted } from '../../lib/sign_on/accept.ts';
import type { SamlParts } from '../../lib/sign_on/parts.ts';
import { type NewRequest, type StartedRequest, startRequest } from '../../lib/sign_on/requests.ts';
import { operate } from '../cli/operator.ts';
import type { Rollcall } from '../helper.ts';
import {
  assertionOf,
  encrypted,
  type KeyPair,
  posted,
  responseOf,
  type Sealing,
  type Signing,
  sha256Of,
  signed,
  type Words,
  words,
} from './fixture.ts';

export const IDP = 'https://idp.test/metadata';

/** A group whose identity provider the test plays. */
export interface Scene {
  readonly parts: SamlParts;
  readonly provider: SamlProvider;
  readonly urls: SpUrls;
  readonly idp: KeyPair;
  /** The path of the callback, where the service listens. */
  readonly callback: string;
}

export function certificateOf({ certificate }: Pick<KeyPair, 'certificate'>): IdpCertificate {
  return {
    pem: certificate,
    sha256: sha256Of(certificate),
    notAfter: Date.parse(new X509Certificate(certificate).validTo),
    firstSeen: 0,
    source: 'manual',
    state: 'active',
  };
}

export async function scene(
  { services, bootstrap }: Rollcall,
  idp: KeyPair,
  settings: Partial<SamlSettings> = {},
  certificates: readonly IdpCertificate[] = [certificateOf(idp)],
): Promise<Scene> {
  const { store, runtime, secrets } = services;
  const { groupId: rootId } = await bootstrap();
  const parts = { store, runtime, samlKey: secrets.samlKey };
  const keys = await newKeys({ runtime, samlKey: secrets.samlKey }, 'test', 'active');
  const provider = await store.transaction(async (unit) =>
    unit.insert(samlProviders, {
      id: runtime.id(),
      rootId,
      identifyBy: 'userName',
      path: rootId,
      idp: { entityId: IDP, ssoUrl: 'https://idp.test/sso', binding: 'redirect', certificates },
      settings: { ...defaults, ...settings },
      keys,
    }),
  );
  const slug = (await store.get(groups, rootId, rootId))?.slug ?? '';
  const urls = spUrls('http://localhost:8080', provider, slug);
  return { parts, provider, urls, idp, callback: `/groups/${slug}/-/saml/callback` };
}

/** The provider after the next step of a rotation of its keys. */
export async function rotateKeys({ services }: Rollcall, { rootId }: SamlProvider): Promise<SamlProvider> {
  const { store } = services;
  const { slug } = (await store.get(groups, rootId, rootId)) ?? {};
  await operate(services, 'saml keys rotate', { group: slug });
  const provider = await store.find(samlProviders, rootId, 'root', rootId);
  if (!provider) throw new Error('the provider is gone');
  return provider;
}

export function start(
  { parts, provider, urls }: Scene,
  wish: Partial<NewRequest> = {},
): Promise<StartedRequest> {
  return startRequest(parts, provider, urls, { purpose: 'login', returnTo: '/', ...wish });
}

/** What a sound response to a request says, with what differs. */
export function saying(
  { parts, urls }: Scene,
  request: Pick<StartedRequest, 'id'> | undefined,
  changes: Partial<Words> = {},
): Words {
  const sound = words({
    acs: urls.acs,
    entityId: urls.entityId,
    idp: IDP,
    inResponseTo: request?.id ?? null,
    now: parts.store.now(),
  });
  return { ...sound, ...changes };
}

/** A response whose assertion is signed. */
export function assertionSigned({ idp }: Scene, said: Words, signing: Partial<Signing> = {}): string {
  return signed(responseOf(said, assertionOf(said)), { ...idp, id: said.assertionId, ...signing });
}

/** A response that is signed as a whole, and its assertion not. */
export function responseSigned({ idp }: Scene, said: Words, signing: Partial<Signing> = {}): string {
  return signed(responseOf(said, assertionOf(said)), { ...idp, id: said.responseId, ...signing });
}

/** A response whose assertion is signed and then encrypted. */
export async function assertionSealed(
  { idp, provider }: Scene,
  said: Words,
  { signing = {}, ...sealing }: Sealing & { signing?: Partial<Signing> } = {},
): Promise<string> {
  const inside = signed(assertionOf(said), { ...idp, id: said.assertionId, ...signing });
  return responseOf(said, await encrypted(inside, encryptionCertificate(provider), sealing));
}

export function encryptionCertificate({ keys = [] }: SamlProvider): string {
  return keys.find(({ use, state }) => use === 'decryption' && state === 'active')?.certificate ?? '';
}

export function post(
  { parts, provider, urls }: Scene,
  request: Pick<StartedRequest, 'handle' | 'browser'> | undefined,
  xml: string,
  changes: Partial<Posted> = {},
) {
  return acceptResponse(parts, {
    provider,
    urls,
    samlResponse: posted(xml),
    ...(request ? { relayState: request.handle, browser: request.browser } : {}),
    ...changes,
  });
}

export function report(
  { parts, provider, urls }: Scene,
  request: Pick<StartedRequest, 'handle' | 'browser'> | undefined,
  xml: string,
  changes: Partial<Posted> = {},
) {
  return checkResponse(parts, {
    provider,
    urls,
    samlResponse: posted(xml),
    ...(request ? { relayState: request.handle, browser: request.browser } : {}),
    ...changes,
  });
}

/** The code with which something was refused; rethrows what is not a refusal. */
export async function codeOf(outcome: Promise<unknown>): Promise<string> {
  try {
    await outcome;
    return 'accepted';
  } catch (error) {
    if (error instanceof SamlError) return error.code;
    throw error;
  }
}
