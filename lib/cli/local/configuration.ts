import {
  type Config,
  ConfigError,
  type Environment,
  loadConfig,
  type ShownConfig,
  shownConfig,
} from '../../../config/index.ts';
import { Trouble } from '../errors.ts';

/** What the environment of the process, or these variables, say; makes nothing. Throws `Trouble` `configuration`. */
export function lookedAt(environment: Environment | undefined): ShownConfig {
  return inTrouble(() => shownConfig(environment));
}

/**
 * The configuration of an installation. Where there is none, one is begun only for a command that may, and else
 * `Trouble` `no_installation` is thrown and nothing made. Throws `Trouble` `configuration`.
 */
export function configurationOf(environment: Environment | undefined, begins: boolean): Config {
  const { nothing } = lookedAt(environment);
  if (nothing !== undefined && !begins) throw new Trouble('no_installation', nothing);
  return inTrouble(() => loadConfig(environment));
}

function inTrouble<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    throw error instanceof ConfigError ? new Trouble('configuration', error.message, error) : error;
  }
}
