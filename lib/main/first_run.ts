import type { Logger } from 'pino';
import { firstRunCode, isFirstRun, type Services } from '../operations/index.ts';

interface Urls {
  readonly publicUrl: string;
  readonly samlUrl: string;
}

/** Logs where the first account is created, with a new one-time code, while there is no account. */
export async function announceFirstRun(
  services: Services,
  urls: Urls,
  logger: Pick<Logger, 'warn'>,
): Promise<void> {
  if (!(await isFirstRun(services.store))) return;
  const operator = { actor: { kind: 'operator' }, sessions: [] } as const;
  const { code, page } = await firstRunCode.perform({ services, ...urls }, operator, {});
  logger.warn(
    `Nobody has an account yet. Create the first one at ${page} with the code ${code}, within an hour.`,
  );
}
