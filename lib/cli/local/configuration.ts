import {
  type Config,
  ConfigError,
  type Environment,
  loadConfig,
  type ShownConfig,
  shownConfig,
} from '../../../config/index.ts';
import type { MayBegin } from '../../store/open.ts';
import { Trouble } from '../errors.ts';

/**
 * The configuration from the environment of the process, or from these variables; creates nothing. Throws `Trouble`
 * `configuration`.
 */
export function lookedAt(environment: Environment | undefined): ShownConfig {
  return inTrouble(() => shownConfig(environment));
}

/**
 * The configuration of an installation. If there is none, creates one for a command that may; otherwise throws
 * `Trouble` `no_installation` and creates nothing. Throws `Trouble` `configuration`.
 */
export function configurationOf(environment: Environment | undefined, begins: boolean): Config & MayBegin {
  const { nothing } = lookedAt(environment);
  if (nothing !== undefined && !begins) throw new Trouble('no_installation', nothing);
  const config = inTrouble(() => loadConfig(environment));
  return { ...config, mayBegin: begins || config.mongodbCreate };
}

function inTrouble<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    throw error instanceof ConfigError ? new Trouble('configuration', error.message, error) : error;
  }
}
