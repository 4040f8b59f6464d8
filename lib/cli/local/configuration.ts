import { join } from 'node:path';
import {
  type Config,
  ConfigError,
  type Environment,
  existingConfig,
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

/** Throws `Trouble` `configuration`, and creates nothing, where there are no secrets yet. */
export function assertSecrets(environment: Environment | undefined): void {
  const { secrets, dataDir } = inTrouble(() => existingConfig(environment));
  if (secrets) return;
  throw new Trouble(
    'configuration',
    `There are no secrets in ${join(dataDir, 'secrets')}, and the file can be read only with those that it was made ` +
      'with. Bring them there first, or set TOKEN_PEPPER, CURSOR_SECRET, AUDIT_SECRET and SAML_SECRET as they were.',
  );
}

/** Runs `load`. Throws `Trouble` `configuration` for its `ConfigError`. */
export function inTrouble<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    throw error instanceof ConfigError ? new Trouble('configuration', error.message, error) : error;
  }
}
