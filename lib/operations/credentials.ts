import { z } from 'zod';
import type { Unit } from '../audit/index.ts';
import { credentialsOf, type Integration, mailOtherOwners, type TrustWishes } from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { scimUrlOf, tokenUrlOf } from './addresses.ts';
import { checkedText, credentialWishes, integrationName, overlap, rootPath } from './arguments.ts';
import { replaced, revoked } from './credential_ends.ts';
import { type Made, makers, rotate } from './credential_kinds.ts';
import { type CredentialView, credentialView, worded } from './credential_views.ts';
import { credentialNamed, integrationOf, newestCredential } from './find.ts';
import { daysOf } from './life_time.ts';
import { change, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';

export type { CredentialView } from './credential_views.ts';

const place = { group: rootPath, integration: integrationName };
const named = { ...place, credential: z.string().min(1).describe('name or id of the credential') };

/** What the assertions of a federation must say. */
export const trustFields = {
  issuer: z
    .string()
    .exactOptional()
    .describe('the issuer of a federation, as the identity provider names it'),
  jwksUrl: z.string().exactOptional().describe('the JWKS URL of a federation'),
  subject: z.string().exactOptional().describe('the subject of a federation'),
  audience: z.string().exactOptional().describe('the audience of a federation'),
};

/** A new credential, with what must be copied. Its secret is shown once. */
interface NewCredential {
  readonly scimUrl: string;
  readonly tokenUrl?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** The secret of a token. */
  readonly secret?: string;
  readonly integration: string;
  readonly credential: CredentialView;
}

export const credentialCreate = change({
  name: 'credential.create',
  summary: 'Creates a token, a client or a federation. Prints its secret only once.',
  target: ofTopLevelGroup,
  input: z.object({
    ...place,
    kind: z
      .enum(['token', 'client', 'federation'])
      .describe('a static token, a client with a secret, or a federation with the issuer of assertions'),
    ...credentialWishes,
    ...trustFields,
    expiresIn: checkedText(daysOf).default('1y').describe('time until it expires: 90d, 12w or 1y'),
  }),
  run: async (unit, actor, { integration: wanted, ...wish }, { group, publicUrl, services, nameOf }) => {
    const { group: _path, kind, name, scope, cidr, expiresIn, ...trust } = wish;
    const integration = await integrationOf(unit, group, wanted);
    const wishes = { name, cidrs: cidr, days: daysOf(expiresIn), ...(scope ? { scopes: scope } : {}) };
    if (kind !== 'federation') refuseTrust(trust, nameOf);
    const made = makers[kind]({ unit, integration, actor, services }, wishes, trust);
    await mailOtherOwners(unit, integration, actor, `created ${worded(made.credential)}`);
    return shownOnce(unit, integration, made, addressesOf(publicUrl, group.slug));
  },
});

export const credentialList = query({
  name: 'credential.list',
  summary: 'Lists the credentials of an integration, with the last use of each.',
  target: ofTopLevelGroup,
  input: z.object(place),
  run: async (view, _actor, { integration: wanted }, { group, services: { tokenUses: uses } }) => {
    await uses.flush();
    const integration = await integrationOf(view, group, wanted);
    const now = view.now();
    const shown = credentialsOf(integration).map((one) => credentialView(view, integration, one, now));
    return { integration: integration.name, credentials: await Promise.all(shown) };
  },
});

export const credentialRotate = change({
  name: 'credential.rotate',
  summary: 'Creates a new credential like the old one, which still works during the overlap.',
  target: ofTopLevelGroup,
  input: z.object({
    ...named,
    overlap,
  }),
  run: async (
    unit,
    actor,
    { integration: wanted, credential: which, overlap },
    { group, publicUrl, services },
  ) => {
    const integration = await integrationOf(unit, group, wanted);
    const old = newestCredential(credentialsOf(integration), which, unit.now());
    const made = rotate({ unit, integration, actor, services }, old, overlap);
    const replaces = await replaced(unit, integration, actor, old, overlap);
    return { ...(await shownOnce(unit, integration, made, addressesOf(publicUrl, group.slug))), replaces };
  },
});

export const credentialRevoke = change({
  name: 'credential.revoke',
  summary: 'Revokes a credential at once, with every access token that it gave.',
  target: ofTopLevelGroup,
  input: z.object(named),
  run: async (unit, actor, { integration: wanted, credential: which }, { group }) => {
    const integration = await integrationOf(unit, group, wanted);
    const credential = credentialNamed(credentialsOf(integration), which, unit.now());
    const ended = await revoked(unit, integration, actor, credential);
    return {
      integration: integration.name,
      credential: await credentialView(unit, integration, ended, unit.now()),
    };
  },
});

/** Throws `RuleError` when a credential that is not a federation gets the fields of one. */
export function refuseTrust(trust: TrustWishes, nameOf: (argument: string) => string): void {
  const [given] = Object.keys(trust);
  if (given !== undefined)
    throw new RuleError('invalid_federation', `${nameOf(given)} is for a federation. Leave it out.`);
}

/** A new credential as its only answer shows it. */
export async function shownOnce(
  unit: Unit,
  integration: Integration,
  { credential: made, secret }: Made,
  { scimUrl, tokenUrl }: Addresses,
): Promise<NewCredential> {
  const credential = await credentialView(unit, integration, made, unit.now());
  const rest = { scimUrl, integration: integration.name, credential };
  const shown = secret === undefined ? {} : { secret };
  if (credential.kind === 'token') return { ...shown, ...rest };
  const clientSecret = secret === undefined ? {} : { clientSecret: secret };
  return { clientId: made.id, ...clientSecret, tokenUrl, ...rest };
}

type Addresses = ReturnType<typeof addressesOf>;

/** Where the credentials of a group go. */
export function addressesOf(publicUrl: string, slug: string) {
  return { scimUrl: scimUrlOf(publicUrl, slug), tokenUrl: tokenUrlOf(publicUrl, slug) };
}
