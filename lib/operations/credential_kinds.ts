import type { Actor, Unit } from '../audit/index.ts';
import {
  addFederation,
  type Credential,
  type CredentialWishes,
  checkedTrust,
  type Integration,
  issueClient,
  issueToken,
  revokeClient,
  revokeToken,
  rotateClient,
  rotateFederation,
  rotateToken,
  type TrustWishes,
} from '../integrations/index.ts';
import type { CredentialKind } from './credential_views.ts';
import type { Services } from './services.ts';

interface At {
  readonly unit: Unit;
  readonly integration: Integration;
  readonly actor: Actor;
  readonly services: Services;
}

/** A new credential, with its secret if it has one. */
export interface Made {
  readonly credential: Credential;
  readonly secret?: string;
}

type Maker = (at: At, wishes: CredentialWishes, trust: TrustWishes) => Made;

/** How a credential of each kind is made. */
export const makers: Readonly<Record<CredentialKind, Maker>> = {
  token: ({ unit, integration, actor, services }, wishes) => {
    const { secret, token } = issueToken(unit, integration, wishes, services.secrets.tokenPepper, actor);
    return { credential: token, secret };
  },
  client: ({ unit, integration, actor, services }, wishes) => {
    const { secret, client } = issueClient(unit, integration, wishes, services.secrets.tokenPepper, actor);
    return { credential: client, secret };
  },
  federation: ({ unit, integration, actor, services }, wishes, trust) => ({
    credential: addFederation(
      unit,
      integration,
      wishes,
      checkedTrust(trust, services.outbound.allowPrivate),
      actor,
    ),
  }),
};

/** Makes the successor of a credential. */
export function rotate({ unit, integration, actor, services }: At, old: Credential, overlap: number): Made {
  const pepper = services.secrets.tokenPepper;
  if (!('kind' in old)) {
    const { secret, token } = rotateToken(unit, integration, old, overlap, pepper, actor);
    return { credential: token, secret };
  }
  if (old.kind === 'federation')
    return { credential: rotateFederation(unit, integration, old, overlap, actor) };
  const { secret, client } = rotateClient(unit, integration, old, overlap, pepper, actor);
  return { credential: client, secret };
}

export function revoke(unit: Unit, integration: Integration, credential: Credential, actor: Actor): void {
  if ('kind' in credential) revokeClient(unit, integration, credential, actor);
  else revokeToken(unit, integration, credential, actor);
}
