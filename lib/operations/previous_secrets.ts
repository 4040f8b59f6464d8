import { personalTokens } from '../accounts/index.ts';
import { auditHeads, needsPrevious } from '../audit/index.ts';
import { samlProviders } from '../groups/index.ts';
import { type Integration, integrations, setupLinks } from '../integrations/index.ts';
import { fingerprint } from '../kernel/index.ts';
import { logoutIssuers } from '../logout/index.ts';
import { mails } from '../outbox/index.ts';
import { formerNames } from '../provisioning/index.ts';
import { resealedKeys } from '../saml/index.ts';
import { recoveryCodes } from '../sign_on/index.ts';
import type { Collection, Doc } from '../store/index.ts';
import {
  eventKeys,
  resealedAuthorization,
  resealedKey,
  resealedSecrets,
  streams,
  webhooks,
} from '../webhooks/index.ts';
import { repeatableRequests } from './idempotency.ts';
import type { Services } from './services.ts';

/** What can be read with the previous value of a secret only. */
export interface Dependent {
  readonly what: string;
  /** The same for a single one. */
  readonly one: string;
  readonly count: number;
  /** How it gets the new value, or ends. */
  readonly until: string;
}

type Keyed = { readonly keyId?: string };
type Parts = Pick<Services, 'store' | 'runtime' | 'secrets'>;

/** What depends on the previous value of TOKEN_PEPPER. */
export async function onPepper(parts: Parts): Promise<Dependent[]> {
  const { store, secrets } = parts;
  const keyId = fingerprint(secrets.tokenPepper);
  const now = store.now();
  const isOld = (one: Keyed) => one.keyId !== keyId;
  const isLive = (one: { readonly expiresAt: number; readonly revokedAt?: number }) =>
    one.revokedAt === undefined && one.expiresAt > now;
  const held = { tokens: 0, clients: 0, accessTokens: 0 };
  await eachOf(parts, integrations, ({ tokens, clients = [] }: Integration) => {
    held.tokens += tokens.filter((token) => isLive(token) && isOld(token)).length;
    for (const client of clients.filter(isLive)) {
      if (client.kind === 'client' && isOld(client)) held.clients += 1;
      held.accessTokens += client.accessTokens.filter((one) => one.expiresAt > now && isOld(one)).length;
    }
  });
  const previous = secrets.tokenPepper.previous;
  const named = previous === undefined ? '' : `${fingerprint(previous)}.`;
  return [
    {
      what: 'tokens of integrations',
      one: 'token of an integration',
      count: held.tokens,
      until: 'its next use, rotation or revocation',
    },
    {
      what: 'secrets of clients',
      one: 'secret of a client',
      count: held.clients,
      until: 'its next use, rotation or revocation',
    },
    {
      what: 'access tokens',
      one: 'access token',
      count: held.accessTokens,
      until: 'they expire, in six hours at most',
    },
    {
      what: 'personal access tokens',
      one: 'personal access token',
      count: await count(parts, personalTokens, (one) => isLive(one) && isOld(one)),
      until: 'its next use or revocation',
    },
    {
      what: 'set-up links',
      one: 'set-up link',
      count: await count(parts, setupLinks, (one) => isLive(one) && isOld(one)),
      until: 'they expire, or are revoked',
    },
    {
      what: 'push tokens of logout issuers',
      one: 'push token of a logout issuer',
      count: await count(
        parts,
        logoutIssuers,
        ({ pushToken }) => pushToken !== undefined && isOld(pushToken),
      ),
      until: 'its next use, or new codes',
    },
    {
      what: 'tokens of streams',
      one: 'token of a stream',
      count: await count(parts, streams, ({ tokens }) =>
        tokens.some((one) => (one.endsAt ?? Number.POSITIVE_INFINITY) > now && isOld(one)),
      ),
      until: 'its next use or rotation',
    },
    {
      what: 'answers to repeatable requests',
      one: 'answer to a repeatable request',
      count: await count(parts, repeatableRequests, (one) => one.expiresAt > now && isOld(one)),
      until: 'they expire, in a day at most',
    },
    {
      what: 'mails to send',
      one: 'mail to send',
      count: await count(parts, mails, ({ letter }) => 'nonce' in letter && isNamed(letter.nonce, named)),
      until: 'they are sent',
    },
    {
      what: 'names of deleted users',
      one: 'name of a deleted user',
      count: await count(parts, formerNames, isOld),
      until:
        'the integration is removed. Without the previous value, a new user with the address of a deleted one is no ' +
        'longer held for another person',
    },
  ];
}

function isNamed(nonce: unknown, named: string): boolean {
  return typeof nonce === 'string' && named !== '' && nonce.startsWith(named);
}

/** What depends on the previous value of SAML_SECRET. */
export async function onSamlSecret(parts: Parts): Promise<Dependent[]> {
  const { runtime, secrets } = parts;
  const { samlKey } = secrets;
  const keyId = fingerprint(samlKey);
  return [
    {
      what: 'private keys of SAML providers',
      one: 'private key of a SAML provider',
      count: await count(
        parts,
        samlProviders,
        (one) => resealedKeys({ runtime, samlKey }, one) !== undefined,
      ),
      until: 'rollcall secrets renew',
    },
    {
      what: 'secrets of webhooks',
      one: 'secret of a webhook',
      count: await count(parts, webhooks, (one) => resealedSecrets(runtime, samlKey, one) !== undefined),
      until: 'rollcall secrets renew',
    },
    {
      what: 'authorizations of streams',
      one: 'authorization of a stream',
      count: await count(parts, streams, (one) => resealedAuthorization(runtime, samlKey, one) !== undefined),
      until: 'rollcall secrets renew',
    },
    {
      what: 'keys of security event tokens',
      one: 'key of security event tokens',
      count: await count(parts, eventKeys, (one) => resealedKey(runtime, samlKey, one) !== undefined),
      until: 'rollcall secrets renew',
    },
    {
      what: 'recovery codes',
      one: 'set of recovery codes',
      count: await count(
        parts,
        recoveryCodes,
        (one) => one.keyId !== keyId && one.codes.some(({ usedAt }) => usedAt === undefined),
      ),
      until: 'an owner makes new ones',
    },
  ];
}

/** What depends on the previous value of AUDIT_SECRET. */
export async function onAuditSecret(parts: Parts): Promise<Dependent[]> {
  const { store, secrets } = parts;
  let chains = 0;
  for await (const rootId of chainIds(parts)) {
    if (await needsPrevious(store, secrets.auditKey, rootId)) chains += 1;
  }
  return [
    {
      what: 'chains of the audit log',
      one: 'chain of the audit log',
      count: chains,
      until: 'rollcall secrets renew',
    },
  ];
}

/** Every chain of the audit log, by the id of its group. */
export async function* chainIds({ store }: Pick<Services, 'store'>): AsyncGenerator<string> {
  for await (const { rootId } of store.scan(auditHeads)) yield rootId;
}

async function count<D extends Doc>(
  parts: Parts,
  collection: Collection<D>,
  counts: (doc: D) => boolean,
): Promise<number> {
  let found = 0;
  await eachOf(parts, collection, (doc) => {
    if (counts(doc)) found += 1;
  });
  return found;
}

async function eachOf<D extends Doc>(
  { store, runtime }: Parts,
  collection: Collection<D>,
  see: (doc: D) => void,
): Promise<void> {
  let seen = 0;
  for await (const doc of store.scan(collection)) {
    see(doc);
    seen += 1;
    if (seen % 100 === 0) await runtime.breathe();
  }
}
