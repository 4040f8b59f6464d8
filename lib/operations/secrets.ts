import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { ACCOUNTS_CHAIN, needsPrevious, setCheckpoint } from '../audit/index.ts';
import { samlProviders } from '../groups/index.ts';
import type { Secret } from '../kernel/index.ts';
import { resealedKeys } from '../saml/index.ts';
import { type Collection, type Doc, PLATFORM } from '../store/index.ts';
import {
  eventKeys,
  resealedAuthorization,
  resealedKey,
  resealedSecrets,
  streams,
  webhooks,
} from '../webhooks/index.ts';
import { procedure, query } from './operation.ts';
import { chainIds, type Dependent, onAuditSecret, onPepper, onSamlSecret } from './previous_secrets.ts';
import type { Seen } from './renewal.ts';
import type { Services } from './services.ts';
import { ofPlatform } from './targets.ts';

interface SecretStatus {
  readonly name: string;
  /** Whether another value of it counts for reading. */
  readonly hasPrevious: boolean;
  /** What needs the previous value; empty without one. */
  readonly dependents: readonly Dependent[];
}

export const secretsStatus = query({
  name: 'secrets.status',
  summary: 'Shows which of the four secrets are being replaced, and what still needs their previous values.',
  target: ofPlatform,
  input: z.object({}),
  run: async (_view, _actor, _input, { services }) => {
    const { tokenPepper, cursorKey, auditKey, samlKey } = services.secrets;
    return {
      secrets: [
        await statusOf('TOKEN_PEPPER', tokenPepper, () => onPepper(services)),
        await statusOf('CURSOR_SECRET', cursorKey, () => Promise.resolve([])),
        await statusOf('AUDIT_SECRET', auditKey, () => onAuditSecret(services)),
        await statusOf('SAML_SECRET', samlKey, () => onSamlSecret(services)),
      ],
      cursorMinutes: limits.cursorLifetime / 60_000,
    };
  },
});

export const secretsRenew = procedure({
  name: 'secrets.renew',
  summary: 'Encrypts again and seals anew what needs the previous value of SAML_SECRET or of AUDIT_SECRET.',
  target: ofPlatform,
  input: z.object({}),
  run: async (transact, actor, _input, { services }) =>
    services.renewal.during(async (seen) => {
      const renewed = {
        samlProviders: await renewKeys(services, seen),
        webhooks: await renewWebhooks(services, seen),
        streams: await renewStreams(services, seen),
        eventKeys: await renewEventKeys(services, seen),
        ...(await renewChains(services, seen)),
      };
      const { brokenChains, ...counts } = renewed;
      await transact(async (unit) =>
        unit.record({
          rootId: ACCOUNTS_CHAIN,
          actor,
          action: 'secrets.renewed',
          target: { kind: 'installation', id: 'secrets' },
          detail: { ...counts, brokenChains: brokenChains.length },
        }),
      );
      return renewed;
    }),
});

async function statusOf(
  name: string,
  secret: Secret,
  dependents: () => Promise<readonly Dependent[]>,
): Promise<SecretStatus> {
  const hasPrevious = secret.previous !== undefined;
  const found = hasPrevious ? await dependents() : [];
  return { name, hasPrevious, dependents: found.filter(({ count }) => count > 0) };
}

function renewKeys(services: Services, seen: Seen): Promise<number> {
  const { runtime, secrets } = services;
  return renewEach(services, seen, samlProviders, ofRoot, (provider) => {
    const keys = resealedKeys({ runtime, samlKey: secrets.samlKey }, provider);
    return keys && { ...provider, keys };
  });
}

function renewWebhooks(services: Services, seen: Seen): Promise<number> {
  return renewEach(services, seen, webhooks, ofRoot, (webhook) => {
    const secrets = resealedSecrets(services.runtime, services.secrets.samlKey, webhook);
    return secrets && { ...webhook, secrets };
  });
}

function renewStreams(services: Services, seen: Seen): Promise<number> {
  return renewEach(services, seen, streams, ofRoot, (stream) => {
    const authorization = resealedAuthorization(services.runtime, services.secrets.samlKey, stream);
    return authorization === undefined ? undefined : { ...stream, authorization };
  });
}

function renewEventKeys(services: Services, seen: Seen): Promise<number> {
  return renewEach(
    services,
    seen,
    eventKeys,
    () => PLATFORM,
    (key) => {
      const sealed = resealedKey(services.runtime, services.secrets.samlKey, key);
      return sealed === undefined ? undefined : { ...key, sealed };
    },
  );
}

/** Writes each document that `anew` changes, in a transaction of its own. Returns their number. */
async function renewEach<D extends Doc>(
  { store }: Services,
  seen: Seen,
  collection: Collection<D>,
  scopeOf: (doc: D) => string,
  anew: (doc: D) => D | undefined,
): Promise<number> {
  let renewed = 0;
  for await (const found of store.scan(collection)) {
    renewed += await store.transaction(async (unit) => {
      const present = await unit.get(collection, scopeOf(found), found.id);
      const changed = present && anew(present);
      if (changed) unit.update(collection, changed);
      return changed ? 1 : 0;
    });
    seen();
  }
  return renewed;
}

function ofRoot({ rootId }: { readonly rootId: string }): string {
  return rootId;
}

async function renewChains(
  services: Services,
  seen: Seen,
): Promise<{ auditChains: number; brokenChains: string[] }> {
  const { store, secrets } = services;
  const broken: string[] = [];
  let auditChains = 0;
  for await (const rootId of chainIds(services)) {
    seen();
    if (!(await needsPrevious(store, secrets.auditKey, rootId))) continue;
    if (await setCheckpoint(store, secrets.auditKey, rootId)) auditChains += 1;
    else broken.push(rootId);
  }
  return { auditChains, brokenChains: broken };
}
