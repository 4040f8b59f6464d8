import { inflateRawSync } from 'node:zlib';
import { type SamlIdentity, samlIdentities } from '../../../lib/accounts/saml_identities.ts';
import { type AuditEntry, auditEntries } from '../../../lib/audit/types.ts';
import {
  defaults,
  type SamlProvider,
  type SamlSettings,
  samlProviders,
} from '../../../lib/groups/saml_provider.ts';
import { groups } from '../../../lib/groups/types.ts';
import { type SpUrls, spUrls } from '../../../lib/saml/connection.ts';
import { newKeys } from '../../../lib/saml/keys/keys.ts';
import { all } from '../../../lib/store/every.ts';
import type { Rollcall, Tenant } from '../../helper.ts';
import {
  assertionOf,
  type KeyPair,
  keyPair,
  posted,
  responseOf,
  signed,
  value,
  type Words,
  words,
} from '../../sso/fixture.ts';
import { certificateOf, IDP } from '../../sso/scene.ts';
import type { Seen, Visitor } from '../visitor.ts';

export const PUBLIC_URL = 'http://localhost:8080';

/** A group whose identity provider the test plays. */
export interface Stage {
  readonly rollcall: Rollcall;
  readonly tenant: Tenant;
  readonly provider: SamlProvider;
  readonly urls: SpUrls;
  /** The path of the group. */
  readonly path: string;
  /** The path of a SAML page of the group. */
  at(page: string): string;
}

let pair: Promise<KeyPair> | undefined;
export const idpKey = () => (pair ??= keyPair());

/** The identity provider of a new group is set up. */
export async function stage(
  rollcall: Rollcall,
  settings: Partial<SamlSettings> = {},
  more: Partial<Pick<SamlProvider, 'identifyBy' | 'idp'>> = {},
): Promise<Stage> {
  const tenant = await rollcall.bootstrap();
  return staged(rollcall, tenant, settings, more);
}

export async function staged(
  rollcall: Rollcall,
  tenant: Tenant,
  settings: Partial<SamlSettings> = {},
  more: Partial<Pick<SamlProvider, 'identifyBy' | 'idp'>> = {},
): Promise<Stage> {
  const { store, runtime, secrets } = rollcall.services;
  const rootId = tenant.groupId;
  const root = await store.get(groups, rootId, rootId);
  const path = root?.slug ?? '';
  const idp = await idpKey();
  const keys = await newKeys({ runtime, samlKey: secrets.samlKey }, 'test', 'active');
  const provider = await store.transaction(async (unit) =>
    unit.insert(samlProviders, {
      id: runtime.id(),
      rootId,
      identifyBy: 'externalId',
      path,
      idp: {
        entityId: IDP,
        ssoUrl: 'https://idp.test/sso',
        binding: 'redirect',
        certificates: [certificateOf(idp)],
      },
      settings: { ...defaults, ...settings },
      keys,
      ...more,
    }),
  );
  const urls = spUrls(PUBLIC_URL, provider, path);
  return { rollcall, tenant, provider, urls, path, at: (page) => `/groups/${path}/-/saml/${page}` };
}

/** What a browser has on its way to the identity provider. */
export interface Asked {
  readonly id: string;
  readonly relayState: string;
}

/** Reads the redirect to the identity provider. */
export function asked(location: string | null | undefined): Asked {
  const url = new URL(location ?? '');
  const deflated = Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64');
  const xml = inflateRawSync(deflated).toString('utf8');
  return { id: /\bID="([^"]+)"/.exec(xml)?.[1] ?? '', relayState: url.searchParams.get('RelayState') ?? '' };
}

/** Begins to sign in. */
export async function begun({ at }: Stage, visitor: Visitor, returnTo = '/profile'): Promise<Asked> {
  const { location } = await visitor.visit(`${at('sso')}?return_to=${encodeURIComponent(returnTo)}`);
  return asked(location);
}

/** The person and attributes that the identity provider sends. */
export interface Claims {
  readonly nameId?: string;
  readonly format?: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  readonly words?: Partial<Words>;
}

/** The form field of a sound response, signed by the identity provider. */
export async function answer(
  { urls, rollcall }: Pick<Stage, 'urls' | 'rollcall'>,
  request: Pick<Asked, 'id'> | undefined,
  claims: Claims = {},
): Promise<string> {
  const idp = await idpKey();
  const { nameId = 'ann@acme.test', format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent' } =
    claims;
  const said: Words = {
    ...words({
      acs: urls.acs,
      entityId: urls.entityId,
      idp: IDP,
      inResponseTo: request?.id ?? null,
      now: rollcall.services.runtime.now(),
    }),
    nameId: `<saml:NameID Format="${format}">${nameId}</saml:NameID>`,
    attributes: Object.entries(claims.attributes ?? {})
      .map(([name, values]) => value(name, ...values))
      .join(''),
    ...claims.words,
  };
  return posted(signed(responseOf(said, assertionOf(said)), { ...idp, id: said.assertionId }));
}

/** Posts a response to the callback, as the identity provider's page lets the browser do. */
export function bring(
  { at }: Pick<Stage, 'at'>,
  visitor: Visitor,
  request: Pick<Asked, 'relayState'> | undefined,
  response: string,
): Promise<Seen> {
  return visitor.bring(at('callback'), {
    SAMLResponse: response,
    ...(request ? { RelayState: request.relayState } : {}),
  });
}

/** Signs in by the identity provider, from the beginning to the callback's answer. */
export async function signIn(scene: Stage, visitor: Visitor, claims: Claims = {}): Promise<Seen> {
  const request = await begun(scene, visitor);
  return bring(scene, visitor, request, await answer(scene, request, claims));
}

/** Links a SAML identity to an account, as it was done before. */
export function linked(
  { rollcall, provider }: Stage,
  accountId: string,
  nameId: string,
): Promise<SamlIdentity> {
  const { store, runtime } = rollcall.services;
  const { id: providerId, rootId } = provider;
  return store.transaction(async (unit) =>
    unit.insert(samlIdentities, {
      id: runtime.id(),
      rootId,
      providerId,
      nameId,
      accountId,
      createdAt: runtime.now(),
    }),
  );
}

/** The code of the refusal that an answer redirects to. */
export function codeOf({ location }: Seen): string | null {
  return new URL(location ?? '', 'http://here.test').searchParams.get('code');
}

/** The newest entry of the audit log of the group. */
export async function lastNote({ rollcall, tenant }: Stage): Promise<AuditEntry | undefined> {
  const found = await all(rollcall.services.store, auditEntries, tenant.groupId);
  return found.sort((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
}
