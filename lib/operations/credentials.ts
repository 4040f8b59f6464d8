import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import type { Actor, Unit } from '../audit/index.ts';
import {
  type Credential,
  checkedRange,
  credentialsOf,
  type Integration,
  issueClient,
  issueToken,
  revokeClient,
  revokeToken,
  rotateClient,
  rotateToken,
  type SecretClient,
  scopes,
} from '../integrations/index.ts';
import { HOUR } from '../kernel/index.ts';
import { scimUrlOf, tokenUrlOf } from './addresses.ts';
import { checkedText, integrationName, rootPath } from './arguments.ts';
import { type CredentialView, credentialView, kindOf } from './credential_views.ts';
import { credentialNamed, integrationOf, newestCredential } from './find.ts';
import { daysOf } from './life_time.ts';
import { change, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

export type { CredentialView } from './credential_views.ts';

const place = { group: rootPath, integration: integrationName };
const named = { ...place, credential: z.string().min(1).describe('name or id of the credential') };

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
  summary: 'Creates a token or an OAuth client. Prints its secret only once.',
  target: ofTopLevelGroup,
  input: z.object({
    ...place,
    kind: z
      .enum(['token', 'client'])
      .describe('a static token, or a client that gets short-lived access tokens'),
    name: z.string().min(1).describe('what it is for'),
    scope: z
      .array(z.enum(scopes))
      .min(1)
      .exactOptional()
      .describe('a scope, by default all of SCIM; repeatable'),
    cidr: z
      .array(checkedText(checkedRange))
      .default([])
      .describe('an address range that may use it, by default any; repeatable'),
    expiresIn: checkedText(daysOf).default('1y').describe('time until it expires: 90d, 12w or 1y'),
  }),
  run: async (unit, actor, { integration: wanted, ...wish }, { group, publicUrl, services }) => {
    const { kind, name, scope, cidr, expiresIn } = wish;
    const integration = await integrationOf(unit, group, wanted);
    const wishes = { name, cidrs: cidr, days: daysOf(expiresIn), ...(scope ? { scopes: scope } : {}) };
    const pepper = services.secrets.tokenPepper;
    const made =
      kind === 'token'
        ? issueToken(unit, integration, wishes, pepper, actor)
        : issueClient(unit, integration, wishes, pepper, actor);
    return shownOnce(unit, integration, made, publicUrl, group.slug);
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
    overlap: z
      .number()
      .min(0)
      .max(limits.overlapHours)
      .default(24)
      .describe('hours for which the old one still works'),
  }),
  run: async (
    unit,
    actor,
    { integration: wanted, credential: which, overlap },
    { group, publicUrl, services },
  ) => {
    const integration = await integrationOf(unit, group, wanted);
    const old = newestCredential(credentialsOf(integration), which, unit.now());
    const pepper = services.secrets.tokenPepper;
    const made =
      'kind' in old
        ? rotateClient(unit, integration, old, overlap, pepper, actor)
        : rotateToken(unit, integration, old, overlap, pepper, actor);
    const expiresAt = iso(Math.min(old.expiresAt, unit.now() + overlap * HOUR));
    const replaces = { id: old.id, ...('hint' in old ? { hint: old.hint } : {}), expiresAt };
    return { ...(await shownOnce(unit, integration, made, publicUrl, group.slug)), replaces };
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
    if (credential.revokedAt === undefined) revoke(unit, integration, credential, actor);
    const revoked = { ...credential, revokedAt: credential.revokedAt ?? unit.now() };
    return {
      integration: integration.name,
      credential: await credentialView(unit, integration, revoked, unit.now()),
    };
  },
});

function revoke(unit: Unit, integration: Integration, credential: Credential, actor: Actor): void {
  if ('kind' in credential) revokeClient(unit, integration, credential, actor);
  else revokeToken(unit, integration, credential, actor);
}

type Made =
  | { readonly secret: string; readonly token: Credential }
  | { readonly secret: string; readonly client: SecretClient };

async function shownOnce(
  unit: Unit,
  integration: Integration,
  made: Made,
  publicUrl: string,
  slug: string,
): Promise<NewCredential> {
  const credential = 'client' in made ? made.client : made.token;
  const rest = {
    scimUrl: scimUrlOf(publicUrl, slug),
    integration: integration.name,
    credential: await credentialView(unit, integration, credential, unit.now()),
  };
  if (kindOf(credential) === 'token') return { secret: made.secret, ...rest };
  return {
    clientId: credential.id,
    clientSecret: made.secret,
    tokenUrl: tokenUrlOf(publicUrl, slug),
    ...rest,
  };
}
