import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import {
  issueToken,
  mailOtherOwners,
  rotateToken,
  type Token,
  type TokenUse,
  tokenUses,
} from '../integrations/index.ts';
import { scimUrlOf } from './addresses.ts';
import { credentialWishes, integrationName, overlap, rootPath } from './arguments.ts';
import { replaced, revoked } from './credential_ends.ts';
import { lastUse, lifeOf, worded } from './credential_views.ts';
import { credentialNamed, integrationOf, newestCredential } from './find.ts';
import { change, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';

const place = { group: rootPath, integration: integrationName };
const named = { ...place, token: z.string().min(1).describe('name or id of the token') };

export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly state: 'live' | 'expired' | 'revoked';
  readonly scopes: readonly string[];
  readonly cidrs: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt?: string;
  readonly lastUsed?: { readonly at: string; readonly ip: string; readonly userAgent: string };
}

export const tokenCreate = change({
  name: 'token.create',
  summary: 'Creates a token. Prints its secret only once.',
  target: ofTopLevelGroup,
  input: z.object({
    ...place,
    ...credentialWishes,
    days: z.int().min(1).max(limits.tokenDays).default(limits.tokenDays).describe('days until it expires'),
  }),
  run: async (
    unit,
    actor,
    { integration: wanted, name, scope, cidr, days },
    { group, publicUrl, services },
  ) => {
    const { secrets } = services;
    const integration = await integrationOf(unit, group, wanted);
    const wishes = { name, cidrs: cidr, days, ...(scope ? { scopes: scope } : {}) };
    const { secret, token } = issueToken(unit, integration, wishes, secrets.tokenPepper, actor);
    await mailOtherOwners(unit, integration, actor, `created ${worded(token)}`);
    return {
      secret,
      scimUrl: scimUrlOf(publicUrl, group.slug),
      integration: integration.name,
      token: viewOf(token, unit.now()),
    };
  },
});

export const tokenList = query({
  name: 'token.list',
  summary: 'Lists the tokens of an integration, with the last use of each.',
  target: ofTopLevelGroup,
  input: z.object(place),
  run: async (view, _actor, { integration: wanted }, { group, services: { tokenUses: uses } }) => {
    await uses.flush();
    const integration = await integrationOf(view, group, wanted);
    const tokens = await Promise.all(
      integration.tokens.map(async (token) =>
        viewOf(token, view.now(), await view.get(tokenUses, integration.id, token.id)),
      ),
    );
    return { integration: integration.name, tokens };
  },
});

export const tokenRotate = change({
  name: 'token.rotate',
  summary: 'Creates a new token like the old one, which still works during the overlap.',
  target: ofTopLevelGroup,
  input: z.object({
    ...named,
    overlap,
  }),
  run: async (
    unit,
    actor,
    { integration: wanted, token: which, overlap },
    { group, publicUrl, services },
  ) => {
    const { secrets } = services;
    const integration = await integrationOf(unit, group, wanted);
    const now = unit.now();
    const old = newestCredential(integration.tokens, which, now, 'token');
    const { secret, token } = rotateToken(unit, integration, old, overlap, secrets.tokenPepper, actor);
    return {
      secret,
      scimUrl: scimUrlOf(publicUrl, group.slug),
      integration: integration.name,
      token: viewOf(token, now),
      replaces: await replaced(unit, integration, actor, old, overlap),
    };
  },
});

export const tokenRevoke = change({
  name: 'token.revoke',
  summary: 'Revokes a token at once.',
  target: ofTopLevelGroup,
  input: z.object(named),
  run: async (unit, actor, { integration: wanted, token: which }, { group }) => {
    const integration = await integrationOf(unit, group, wanted);
    const now = unit.now();
    const token = credentialNamed(integration.tokens, which, now, 'token');
    return {
      integration: integration.name,
      token: viewOf(await revoked(unit, integration, actor, token), now),
    };
  },
});

function viewOf(token: Token, now: number, use?: TokenUse): TokenView {
  return { ...lifeOf(token, now), hint: token.hint, ...lastUse(use) };
}
