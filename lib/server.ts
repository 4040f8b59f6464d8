import { ConfigError, loadConfig } from '../config/index.ts';
import { type Service, startService } from './main/service.ts';
import { registeredTracing } from './observe/index.ts';
import { createLogger } from './observe/logger.ts';

const config = readConfig();
const logger = createLogger(config, undefined, await registeredTracing());
for (const warning of config.warnings) logger.warn(warning);

try {
  const service = await startService({ ...config, mayBegin: config.mongodbCreate }, logger);
  logger.info(
    { url: service.url, store: config.mongodbUri === undefined ? config.dataDir : 'mongodb' },
    'listening',
  );
  stopAtSignals(service);
} catch (error) {
  fail('could not start', error);
}

/** npm forwards signals that the process group has already received; ignore the repeat. */
function stopAtSignals(service: Service): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => fail('could not stop cleanly', error),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

function readConfig() {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function fail(what: string, error: unknown): never {
  logger.fatal({ err: error }, what);
  logger.flush();
  process.stderr.write(`rollcall ${what}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
