import { createRequire } from 'node:module';
import { type DestinationStream, destination, type Logger, type LoggerOptions, pino } from 'pino';
import type { Config } from '../../config/index.ts';
import { maskText, redactNames } from './redact.ts';
import type { Tracing } from './tracing.ts';

export type { Logger } from 'pino';

type LogConfig = Pick<Config, 'logLevel' | 'logFormat'>;

/**
 * The service's log: JSON lines, or readable text on a terminal. Lines are written in the background within a second,
 * and all of them before the process ends. Secrets are masked in objects, messages and errors. With `tracing`, a line has
 * the ids of its span.
 */
export function createLogger(
  config: LogConfig,
  stream: DestinationStream = streamOf(config),
  tracing?: Pick<Tracing, 'ids'>,
): Logger {
  return pino(
    {
      ...masking,
      ...(tracing ? { mixin: () => tracing.ids() } : {}),
      level: config.logLevel,
      base: { service: 'rollcall', pid: process.pid },
    },
    stream,
  );
}

/** A log without output, for tests. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}

const masking: LoggerOptions = {
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  serializers: { err: (error: unknown) => redactNames(error) },
  hooks: {
    logMethod(given, log) {
      const [first, ...others] = given.map((part) => redactNames(part));
      const isError = given[0] instanceof Error;
      Reflect.apply(log, this, [isError ? { err: first } : first, ...others]);
    },
    streamWrite: maskText,
  },
};

function streamOf({ logFormat }: LogConfig): DestinationStream {
  const wanted = logFormat === 'pretty' || (logFormat === 'auto' && process.stdout.isTTY);
  return (wanted && prettyStream()) || destination({ sync: false, minLength: 16_000, periodicFlush: 1_000 });
}

/** Readable text; undefined without pino-pretty, which a production install omits. */
function prettyStream(): DestinationStream | undefined {
  try {
    const pretty = createRequire(import.meta.url)('pino-pretty') as typeof import('pino-pretty');
    return pretty({
      sync: true,
      colorize: process.stdout.isTTY,
      ignore: 'pid,service',
      translateTime: 'SYS:HH:MM:ss.l',
    });
  } catch {
    return undefined;
  }
}
