import { ConfigError, settingsConfig } from '../config/index.ts';
import { embed } from './main/library.ts';
import { createLogger } from './observe/logger.ts';
import type * as library from './types/library.d.ts';

export { serverOptions } from './main/service.ts';
export { ConfigError };

export const createRollcall: typeof library.createRollcall = async ({ log, ...settings }) => {
  const config = settingsConfig(settings);
  const logger = log
    ? createLogger(config, { write: (line) => log(JSON.parse(line) as library.LogEntry) })
    : createLogger(config);
  for (const warning of config.warnings) logger.warn(warning);
  const { perform, ...rollcall } = await embed(config, logger);
  // A test compares the types of the operations with the operations.
  return { ...rollcall, perform: perform as library.Rollcall['perform'] };
};
