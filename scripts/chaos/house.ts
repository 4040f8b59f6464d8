import { destination, pino } from 'pino';
import { loadConfig } from '../../config/index.ts';
import { systemRuntime } from '../../lib/kernel/index.ts';
import { type Service, startService } from '../../lib/main/service.ts';

export type Environment = Readonly<Record<string, string>>;

export interface Place {
  readonly directory: string;
  /** Where the proxy listens. */
  readonly publicUrl: string;
  /** Absent for the embedded store. */
  readonly mongodbUri?: string;
}

/** The environment of every process of one service. */
export function environmentOf({ directory, publicUrl, mongodbUri }: Place): Environment {
  const secret = (letter: string) => letter.repeat(43);
  return {
    HOST: '127.0.0.1',
    PUBLIC_URL: publicUrl,
    TRUSTED_PROXIES: '1',
    DATA_DIR: directory,
    ...(mongodbUri === undefined ? {} : { MONGODB_URI: mongodbUri, MONGODB_QUERY_TIMEOUT: '60' }),
    TOKEN_PEPPER: secret('p'),
    CURSOR_SECRET: secret('c'),
    AUDIT_SECRET: secret('a'),
    SAML_SECRET: secret('s'),
    ALLOW_PRIVATE_FETCH: 'true',
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'warn',
  };
}

/** The same service in this process, to set it up and to look at it afterwards. Its clock is ahead by `ahead()`. */
export function openHouse(environment: Environment, ahead = () => 0): Promise<Service> {
  const logger = pino({ level: 'error' }, destination({ dest: 2, sync: true }));
  const runtime = { ...systemRuntime(), now: () => Date.now() + ahead() };
  return startService(loadConfig({ ...environment, PORT: '0' }), logger, runtime);
}
