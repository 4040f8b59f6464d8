import { setTimeout } from 'node:timers/promises';
import type { Config } from '../../config/index.ts';
import { limits } from '../../config/limits.ts';
import { txtLookup } from '../domains/index.ts';
import { outbound, systemRuntime } from '../kernel/index.ts';
import { allCollections, assertReadable, createServices, type Services } from '../operations/index.ts';
import { loadRegistry } from '../scim/index.ts';
import { isHeldElsewhere, type MayBegin, openStore } from '../store/open.ts';
import { Trouble } from './errors.ts';

/** The services on the store of the configuration. Throws a `StoreError` when the store is not available. */
export async function openServices(config: Config & MayBegin): Promise<Services> {
  const registry = await loadRegistry(config.schemaDir);
  const store = await openStore(config, allCollections, registry);
  try {
    await assertReadable(store);
  } catch (error) {
    await store.close();
    throw error;
  }
  const outside = outbound({ allowPrivate: config.allowPrivateFetch });
  return createServices({
    ...{ store, runtime: systemRuntime(), registry, secrets: config.secrets },
    lookUpTxt: txtLookup(config.dnsServers),
    ...{ outbound: outside, poster: outside },
  });
}

/** Opens the store in this process, runs `work` with the services, and closes the store. */
export async function withServices<T>(config: Config, work: (services: Services) => Promise<T>): Promise<T> {
  return closing(await openServices(config), work);
}

/**
 * Runs the work in the service that holds the store (`ask`, undefined when there is none), else in this process
 * (`work`). Retries for a while if another process holds the store without answering: another command, or a service
 * that starts or stops. Then throws `Trouble` `store_in_use`.
 */
export async function askOrOpen<T>(
  config: Config,
  ask: (directory: string) => Promise<T | undefined>,
  work: (services: Services) => Promise<T>,
  wait: number = limits.storeWait,
): Promise<T> {
  if (config.mongodbUri !== undefined) return withServices(config, work);
  const until = performance.now() + wait;
  for (;;) {
    const answer = await ask(config.dataDir);
    if (answer !== undefined) return answer;
    const services = await openServices(config).catch((error: unknown) => {
      if (!isHeldElsewhere(error)) throw error;
      if (performance.now() > until) throw inUse(config.dataDir, error);
    });
    if (services) return closing(services, work);
    await setTimeout(limits.storeRetry);
  }
}

async function closing<T>(services: Services, work: (services: Services) => Promise<T>): Promise<T> {
  try {
    return await work(services);
  } finally {
    await services.store.close();
  }
}

function inUse(directory: string, cause: unknown): Trouble {
  return new Trouble(
    'store_in_use',
    `Another process holds the store in ${directory} and does not answer. Perhaps the service is starting or stopping, ` +
      'or another command runs. Try again later.',
    cause,
  );
}
