import { loadConfig } from '../../config/index.ts';
import { startService } from '../../lib/main/service.ts';
import { silentLogger } from '../../lib/observe/logger.ts';
import { type Bootstrapped, bootstrap } from '../../lib/operations/bootstrap.ts';
import type { Services } from '../../lib/operations/services.ts';
import { freePort, throwAwayDirectory } from '../scratch.ts';

/** The real service on a throw-away directory. */
export interface Stage {
  readonly url: string;
  readonly directory: string;
  readonly services: Services;
  /** Makes a customer: a top-level group with its owner, its endpoint and its token. */
  customer(group: string): Promise<Customer>;
  close(): Promise<void>;
}

export interface Customer extends Bootstrapped {
  readonly group: string;
}

export async function openStage(): Promise<Stage> {
  const directory = throwAwayDirectory('rollcall-demo');
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const config = loadConfig({
    DATA_DIR: directory,
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    ALLOW_PRIVATE_FETCH: 'true',
  });
  const { services, stop } = await startService(config, silentLogger());
  return {
    url: publicUrl,
    directory,
    services,
    async customer(group) {
      const house = { services, publicUrl, samlUrl: publicUrl };
      const operator = { actor: { kind: 'operator' }, sessions: [] } as const;
      const made = await bootstrap.perform(house, operator, { group, owner: `olivia.owner@${group}.test` });
      return { ...made, group };
    },
    close: stop,
  };
}
