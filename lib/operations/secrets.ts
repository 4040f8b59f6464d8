import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { needsPrevious, setCheckpoint } from '../audit/index.ts';
import { samlProviders } from '../groups/index.ts';
import type { Secret } from '../kernel/index.ts';
import { resealedKeys } from '../saml/index.ts';
import { PLATFORM } from '../store/index.ts';
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
import type { Services } from './services.ts';
import { ofPlatform } from './targets.ts';

export interface SecretStatus {
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
  run: async (_transact, _actor, _input, { services }) => ({
    samlProviders: await renewKeys(services),
    webhooks: await renewWebhooks(services),
    streams: await renewStreams(services),
    eventKeys: await renewEventKeys(services),
    ...(await renewChains(services)),
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

async function renewKeys({ store, runtime, secrets: { samlKey } }: Services): Promise<number> {
  let renewed = 0;
  for await (const { rootId, id } of store.scan(samlProviders))
    renewed += await store.transaction(async (unit) => {
      const provider = await unit.get(samlProviders, rootId, id);
      const keys = provider && resealedKeys({ runtime, samlKey }, provider);
      if (!provider || !keys) return 0;
      unit.update(samlProviders, { ...provider, keys });
      return 1;
    });
  return renewed;
}

async function renewWebhooks({ store, runtime, secrets: { samlKey } }: Services): Promise<number> {
  let renewed = 0;
  for await (const { rootId, id } of store.scan(webhooks))
    renewed += await store.transaction(async (unit) => {
      const webhook = await unit.get(webhooks, rootId, id);
      const secrets = webhook && resealedSecrets(runtime, samlKey, webhook);
      if (!webhook || !secrets) return 0;
      unit.update(webhooks, { ...webhook, secrets });
      return 1;
    });
  return renewed;
}

async function renewStreams({ store, runtime, secrets: { samlKey } }: Services): Promise<number> {
  let renewed = 0;
  for await (const { rootId, id } of store.scan(streams))
    renewed += await store.transaction(async (unit) => {
      const stream = await unit.get(streams, rootId, id);
      const authorization = stream && resealedAuthorization(runtime, samlKey, stream);
      if (!stream || authorization === undefined) return 0;
      unit.update(streams, { ...stream, authorization });
      return 1;
    });
  return renewed;
}

async function renewEventKeys({ store, runtime, secrets: { samlKey } }: Services): Promise<number> {
  let renewed = 0;
  for await (const { id } of store.scan(eventKeys))
    renewed += await store.transaction(async (unit) => {
      const key = await unit.get(eventKeys, PLATFORM, id);
      const sealed = key && resealedKey(runtime, samlKey, key);
      if (!key || sealed === undefined) return 0;
      unit.update(eventKeys, { ...key, sealed });
      return 1;
    });
  return renewed;
}

async function renewChains(services: Services): Promise<{ auditChains: number; brokenChains: string[] }> {
  const { store, secrets } = services;
  const broken: string[] = [];
  let auditChains = 0;
  for await (const rootId of chainIds(services)) {
    if (!(await needsPrevious(store, secrets.auditKey, rootId))) continue;
    if (await setCheckpoint(store, secrets.auditKey, rootId)) auditChains += 1;
    else broken.push(rootId);
  }
  return { auditChains, brokenChains: broken };
}
