import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exposed, hasSecrets, storeIn, unusable, whyNothing } from './data_dir.ts';
import { doubts } from './doubts.ts';
import { ConfigError, messageOf } from './error.ts';
import { normalUrl } from './formats.ts';
import { type Environment, givenValues } from './given.ts';
import { printable } from './printable.ts';
import { keptSecrets, readableByOthers } from './secrets.ts';
import { environmentOf, type GivenSettings, inSettings, settingNames } from './settings.ts';
import { isThisMachine } from './this_machine.ts';
import { environmentSchema, type Values, variables } from './variables.ts';

export { ConfigError } from './error.ts';
export type { Environment } from './given.ts';
export type { GivenSettings, SettingName } from './settings.ts';
export { type Described, describeConfig } from './variables.ts';

/** The configuration as given, before anything is created. */
export interface ShownConfig {
  /** As variables, without any secret. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly warnings: readonly string[];
  /** The warnings about the access rights of the data directory. */
  readonly exposed: readonly string[];
  /** Why there is no installation yet, in a sentence. */
  readonly nothing: string | undefined;
}

export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

/** A secret. `previous` is its other value, which counts for reading only. */
export interface GivenSecret extends Buffer {
  readonly previous?: Buffer;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Absent without metrics. */
  readonly metricsPort: number | undefined;
  readonly publicUrl: string;
  /** PUBLIC_URL as written, the base of the SAML URLs: identity providers compare them letter by letter. */
  readonly samlUrl: string;
  /** How many proxies in front of the service are trusted to forward the client's address. */
  readonly trustedProxies: number;
  readonly dataDir: string;
  /** Absent for the embedded store in `dataDir`. */
  readonly mongodbUri: string | undefined;
  /** Whether the service begins a new installation in a database that has none. */
  readonly mongodbCreate: boolean;
  /** In milliseconds. */
  readonly mongodbQueryTimeout: number;
  readonly schemaDir: string | undefined;
  readonly secrets: {
    readonly tokenPepper: GivenSecret;
    readonly cursorKey: GivenSecret;
    readonly auditKey: GivenSecret;
    readonly samlKey: GivenSecret;
  };
  /** Allows outbound requests to this machine and to private networks: for tests only. */
  readonly allowPrivateFetch: boolean;
  /** Empty for those of the machine. */
  readonly dnsServers: readonly string[];
  readonly rate: Rate;
  readonly failureRate: Rate;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly logFormat: 'auto' | 'json' | 'pretty';
  /** In milliseconds. */
  readonly shutdownTimeout: number;
  /** Settings that are allowed but probably wrong, in sentences, to be logged at start. */
  readonly warnings: readonly string[];
}

/** The configuration where there may be no secrets yet. */
export type ExistingConfig = Omit<Config, 'secrets'> & { readonly secrets: Config['secrets'] | undefined };

interface Checked {
  readonly values: Values;
  readonly publicUrl: string;
  readonly samlUrl: string;
  readonly warnings: string[];
}

/** The given values and the defaults. Throws `ConfigError` with all mistakes at once. */
function checkedValues(environment: Environment): Checked {
  const mistakes: string[] = [];
  const warnings: string[] = [];
  const given = givenValues(environment, mistakes, warnings);
  if (given.SMTP_URL !== undefined && given.MAIL_FROM === undefined) {
    mistakes.push('MAIL_FROM must be set when SMTP_URL is: mail servers refuse mail without a real sender.');
  }
  if (given.ALLOW_PRIVATE_FETCH === 'true' && environment.NODE_ENV === 'production') {
    mistakes.push('ALLOW_PRIVATE_FETCH is for tests: it must not be set where NODE_ENV is production.');
  }
  const parsed = environmentSchema.safeParse(given);
  const issues = parsed.success ? [] : parsed.error.issues;
  mistakes.push(...issues.map(({ path, message }) => `${path.join('.')} ${message}.`));
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);

  const values = parsed.data;
  const reason = unusable(values.DATA_DIR);
  if (reason !== undefined) throw new ConfigError([`DATA_DIR ${reason}.`]);
  const samlUrl = values.PUBLIC_URL ?? `http://localhost:${values.PORT}`;
  const publicUrl = normalUrl(samlUrl);
  if (values.ALLOW_PRIVATE_FETCH === 'true' && !isThisMachine(new URL(publicUrl).hostname)) {
    throw new ConfigError([
      `ALLOW_PRIVATE_FETCH is for tests: it must not be set where others reach the service (${publicUrl}).`,
    ]);
  }
  warnings.push(
    ...doubts(values, {
      publicUrl,
      written: samlUrl,
      isProduction: environment.NODE_ENV === 'production',
    }),
    ...exposed(values.DATA_DIR),
  );
  return { values, publicUrl, samlUrl, warnings };
}

/** Reads the environment and creates nothing. Throws `ConfigError` with all mistakes at once. */
export function shownConfig(environment: Environment = process.env): ShownConfig {
  const { values, warnings } = checkedValues(environment);
  return {
    variables: printable(values),
    warnings,
    exposed: exposed(values.DATA_DIR),
    nothing: whyNothing(values),
  };
}

/**
 * The configuration of the environment, deeply frozen. Creates secrets in `DATA_DIR` if none are given. Throws
 * `ConfigError` with all mistakes at once.
 */
export function loadConfig(environment: Environment = process.env): Config {
  const checked = checkedValues(environment);
  const secrets = secretsOf(checked.values, checked.warnings);
  return frozen({ ...settingsOf(checked), secrets });
}

/** Like `loadConfig`, but creates no secrets: they are undefined where there are none yet. */
export function existingConfig(environment: Environment = process.env): ExistingConfig {
  const checked = checkedValues(environment);
  const secrets = hasSecrets(checked.values) ? secretsOf(checked.values, checked.warnings) : undefined;
  return frozen({ ...settingsOf(checked), secrets });
}

function settingsOf({ values, publicUrl, samlUrl, warnings }: Checked): Omit<Config, 'secrets'> {
  return {
    host: values.HOST,
    port: values.PORT,
    metricsPort: values.METRICS_PORT,
    publicUrl,
    samlUrl,
    trustedProxies: values.TRUSTED_PROXIES,
    dataDir: values.DATA_DIR,
    mongodbUri: values.MONGODB_URI,
    mongodbCreate: values.MONGODB_CREATE === 'true',
    mongodbQueryTimeout: values.MONGODB_QUERY_TIMEOUT * 1_000,
    schemaDir: values.SCHEMA_DIR,
    allowPrivateFetch: values.ALLOW_PRIVATE_FETCH === 'true',
    dnsServers: values.DNS_SERVERS ?? [],
    rate: values.RATE_LIMIT,
    failureRate: values.FAILURE_LIMIT,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    logLevel: values.LOG_LEVEL,
    logFormat: values.LOG_FORMAT,
    shutdownTimeout: values.SHUTDOWN_TIMEOUT * 1_000,
    warnings,
  };
}

/** The configuration of a program that has Rollcall in it. Throws `ConfigError` like `loadConfig`, with the names of settings. */
export function settingsConfig(settings: GivenSettings): Config {
  const names = settingNames(Object.keys(variables));
  const { NODE_ENV } = process.env;
  try {
    const config = loadConfig({ NODE_ENV, ...environmentOf(settings, names) });
    return frozen({ ...config, warnings: config.warnings.map((text) => inSettings(text, names)) });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.mistakes.map((text) => inSettings(text, names)));
  }
}

function secretsOf(values: Values, warnings: string[]): Config['secrets'] {
  const { TOKEN_PEPPER, CURSOR_SECRET, AUDIT_SECRET, SAML_SECRET, DATA_DIR } = values;
  if (TOKEN_PEPPER && CURSOR_SECRET && AUDIT_SECRET && SAML_SECRET) {
    return {
      tokenPepper: withPrevious(TOKEN_PEPPER, values.TOKEN_PEPPER_PREVIOUS),
      cursorKey: withPrevious(CURSOR_SECRET, values.CURSOR_SECRET_PREVIOUS),
      auditKey: withPrevious(AUDIT_SECRET, values.AUDIT_SECRET_PREVIOUS),
      samlKey: withPrevious(SAML_SECRET, values.SAML_SECRET_PREVIOUS),
    };
  }
  if (values.MONGODB_URI !== undefined) {
    warnings.push(
      `Secrets come from ${DATA_DIR}: further processes on this MongoDB need the same. Share the directory, or set ` +
        'TOKEN_PEPPER, CURSOR_SECRET, AUDIT_SECRET and SAML_SECRET.',
    );
  }
  const isLost = !(TOKEN_PEPPER && CURSOR_SECRET && AUDIT_SECRET) && !existsSync(join(DATA_DIR, 'secrets'));
  if (isLost && values.MONGODB_URI === undefined && storeIn(DATA_DIR) !== 'none')
    throw new ConfigError([
      `${DATA_DIR} has a store, but its secrets are neither set nor in ${join(DATA_DIR, 'secrets')}. With new ones no ` +
        'token would work and the audit log could not be verified. Bring back their backup, or set TOKEN_PEPPER, ' +
        'CURSOR_SECRET, AUDIT_SECRET and SAML_SECRET as they were.',
    ]);
  try {
    const kept = keptSecrets(DATA_DIR);
    if (readableByOthers(DATA_DIR)) {
      warnings.push(`The secrets in ${DATA_DIR} can be read by others: chmod -R go= ${DATA_DIR}/secrets`);
    }
    return {
      tokenPepper: withPrevious(TOKEN_PEPPER ?? kept.token_pepper, values.TOKEN_PEPPER_PREVIOUS),
      cursorKey: withPrevious(CURSOR_SECRET ?? kept.cursor_secret, values.CURSOR_SECRET_PREVIOUS),
      auditKey: withPrevious(AUDIT_SECRET ?? kept.audit_secret, values.AUDIT_SECRET_PREVIOUS),
      samlKey: withPrevious(SAML_SECRET ?? kept.saml_secret, values.SAML_SECRET_PREVIOUS),
    };
  } catch (error) {
    throw new ConfigError([
      `DATA_DIR cannot keep the secrets: ${messageOf(error)}. Let the user of the service write there.`,
    ]);
  }
}

/** A value equal to the one in force says nothing, as when a replacement is being prepared. */
function withPrevious(value: GivenSecret, given: Buffer | undefined): GivenSecret {
  const previous = given ?? value.previous;
  const isOther = previous !== undefined && !previous.equals(value);
  return Object.assign(Buffer.from(value), isOther ? { previous } : {});
}

function frozen<C extends ExistingConfig>(config: C): C {
  for (const value of Object.values(config)) {
    if (typeof value === 'object' && value !== null) Object.freeze(value);
  }
  return Object.freeze(config);
}
