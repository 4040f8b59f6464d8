import { resolve } from 'node:path';
import { z } from 'zod';
import { addresses, directory, host, oneOf, rate, secret, starting, url, whole } from './formats.ts';
import { limits } from './limits.ts';

/** All variables, in the order of docs/configuration.md. */
export const variables = {
  HOST: variable({
    meaning: 'Address to listen on. `0.0.0.0` or `::` accepts other machines, as a container needs.',
    fallback: '127.0.0.1',
    schema: host,
  }),
  PORT: variable({
    meaning: 'Port to listen on; `0` means any free one.',
    fallback: '8080',
    schema: whole(0, 65_535),
  }),
  METRICS_PORT: optional({
    meaning:
      'Port of the metrics for Prometheus, at `/metrics` of the same address; `0` means any free one. They need no ' +
      'credentials: let only Prometheus reach it.',
    otherwise: 'no metrics',
    schema: whole(0, 65_535),
  }),
  PUBLIC_URL: optional({
    meaning:
      'URL at which identity providers and people reach the service, optionally with a path. It is in every ' +
      '`Location` and link. `https`, except for this machine itself. Its spelling (case, default port, dots in the ' +
      'path) matters for the entity IDs and URLs of SAML only.',
    otherwise: '`http://localhost:PORT`',
    schema: url,
  }),
  TRUSTED_PROXIES: variable({
    meaning:
      'Number of proxies in front that are trusted to set `X-Forwarded-For`. Too high a number lets a client forge ' +
      'its address.',
    fallback: '0',
    schema: whole(0, 10),
  }),
  DATA_DIR: variable({
    meaning: 'Directory of the embedded store and of generated secrets; created if it does not exist.',
    fallback: './data',
    schema: z.string().transform((path) => resolve(path)),
  }),
  MONGODB_URI: optional({
    meaning:
      'Connection string of a MongoDB 8 replica set, with the name of the database. Also `MONGODB_URI_FILE`.',
    otherwise: 'the embedded store',
    schema: starting(['mongodb://', 'mongodb+srv://']),
  }),
  MONGODB_CREATE: variable({
    meaning:
      '`true`: begins a new installation in a database that has none. Otherwise the service refuses such a database, ' +
      'for `MONGODB_URI` may be mistyped; `rollcall migrate --create` begins one.',
    fallback: 'false',
    schema: oneOf(['true', 'false']),
  }),
  MONGODB_QUERY_TIMEOUT: variable({
    meaning: 'Longest time of one MongoDB query, in seconds; beyond it the answer is 503 with `Retry-After`.',
    fallback: String(limits.mongoMaxTimeMs / 1_000),
    schema: whole(1, 600),
  }),
  SCHEMA_DIR: optional({
    meaning: 'Directory of JSON files with further SCIM schemas and resource types.',
    otherwise: 'none',
    schema: directory,
  }),
  TOKEN_PEPPER: optional({
    meaning:
      'Key of the stored token digests. To change it, [replace it](operators/secrets.md), or every token is invalid. ' +
      'Also `TOKEN_PEPPER_FILE`.',
    otherwise: 'generated into `DATA_DIR/secrets`',
    schema: secret,
  }),
  CURSOR_SECRET: optional({
    meaning:
      'Key that signs the cursors of lists. Changing it makes open lists start over. Also `CURSOR_SECRET_FILE`.',
    otherwise: 'generated into `DATA_DIR/secrets`',
    schema: secret,
  }),
  AUDIT_SECRET: optional({
    meaning:
      'Key of the hash chain of the audit log. To change it, [replace it](operators/secrets.md), or entries sealed ' +
      'before cannot be verified. Also `AUDIT_SECRET_FILE`.',
    otherwise: 'generated into `DATA_DIR/secrets`',
    schema: secret,
  }),
  SAML_SECRET: optional({
    meaning:
      'Key that encrypts the private keys of SAML providers and the secrets of webhooks. To change it, ' +
      '[replace it](operators/secrets.md), or rotate all of them. Also `SAML_SECRET_FILE`.',
    otherwise: 'generated into `DATA_DIR/secrets`',
    schema: secret,
  }),
  TOKEN_PEPPER_PREVIOUS: previous('TOKEN_PEPPER', 'tokens, links and answers'),
  CURSOR_SECRET_PREVIOUS: previous('CURSOR_SECRET', 'cursors of lists'),
  AUDIT_SECRET_PREVIOUS: previous('AUDIT_SECRET', 'sealed entries of the audit log'),
  SAML_SECRET_PREVIOUS: previous('SAML_SECRET', 'private keys and secrets of webhooks'),
  ALLOW_PRIVATE_FETCH: variable({
    meaning:
      'For tests: `true` allows fetching SAML metadata from this machine and private networks, and over plain http. ' +
      'The service refuses to start with it if `NODE_ENV` is `production` or `PUBLIC_URL` names another machine.',
    fallback: 'false',
    schema: oneOf(['true', 'false']),
  }),
  DNS_SERVERS: optional({
    meaning:
      'DNS resolvers for the records of e-mail domains, as `192.0.2.53,192.0.2.54:5353`. An attacker who can forge ' +
      'their answers can take domains: use nearby resolvers that validate DNSSEC.',
    otherwise: 'those of the machine',
    schema: addresses,
  }),
  RATE_LIMIT: variable({
    meaning:
      'Requests of one integration to one process per number of seconds; beyond it the answer is 429 with ' +
      '`Retry-After`. Far above the bursts of identity providers. Each further process adds as many.',
    fallback: '10000/10s',
    schema: rate,
  }),
  FAILURE_LIMIT: variable({
    meaning:
      'Requests with an invalid token from one IP address (for IPv6: one /64) for one group per number of seconds, all ' +
      'processes together; beyond it the answer to such requests is 429 with `Retry-After`. Valid tokens pass.',
    fallback: '300/60s',
    schema: rate,
  }),
  SMTP_URL: optional({
    meaning: 'Mail server, as `smtp://user:password@host:587` or `smtps://`. Also `SMTP_URL_FILE`.',
    otherwise: 'mails are written to `mails.log` in `DATA_DIR`',
    schema: starting(['smtp://', 'smtps://']),
  }),
  MAIL_FROM: variable({
    meaning: 'Sender of mails; required with `SMTP_URL`.',
    fallback: 'Rollcall <rollcall@localhost>',
    schema: z
      .string()
      .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, 'must be an e-mail address, perhaps with a name'),
  }),
  LOG_LEVEL: variable({
    meaning: 'Lowest level to log: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
    fallback: 'info',
    schema: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  }),
  LOG_FORMAT: variable({
    meaning:
      '`json`: one object per line; `pretty`: readable text; `auto`: `pretty` on a terminal if pino-pretty is installed.',
    fallback: 'auto',
    schema: oneOf(['auto', 'json', 'pretty']),
  }),
  SHUTDOWN_TIMEOUT: variable({
    meaning: 'Seconds for running requests to finish after SIGTERM.',
    fallback: '20',
    schema: whole(0, 3_600),
  }),
};

export type VariableName = keyof typeof variables;

type Shape = { readonly [K in VariableName]: (typeof variables)[K]['schema'] };
export type Values = z.output<z.ZodObject<Shape>>;

/** Checks and converts the values; the message of an issue follows the name of its variable. */
export const environmentSchema = z.object(
  Object.fromEntries(Object.entries(variables).map(([name, { schema }]) => [name, schema])) as Shape,
);

/** Variables with a secret: each may come from a file by NAME_FILE, and is never shown. */
export const secretVariables = [
  'MONGODB_URI',
  'TOKEN_PEPPER',
  'CURSOR_SECRET',
  'AUDIT_SECRET',
  'SAML_SECRET',
  'TOKEN_PEPPER_PREVIOUS',
  'CURSOR_SECRET_PREVIOUS',
  'AUDIT_SECRET_PREVIOUS',
  'SAML_SECRET_PREVIOUS',
  'SMTP_URL',
] as const satisfies readonly VariableName[];

export interface Described {
  readonly name: string;
  readonly fallback: string;
  readonly meaning: string;
}

/** Every variable with its default and its meaning, for docs/configuration.md. */
export function describeConfig(): Described[] {
  return Object.entries(variables).map(([name, { meaning, fallback }]) => ({ name, fallback, meaning }));
}

function variable<S extends z.ZodType<unknown, string>>(described: {
  meaning: string;
  fallback: string;
  schema: S;
}) {
  const { meaning, fallback, schema } = described;
  return { meaning, fallback: `\`${fallback}\``, schema: z.prefault(schema, fallback as z.input<S>) };
}

function optional<S extends z.ZodType<unknown, string>>(described: {
  meaning: string;
  otherwise: string;
  schema: S;
}) {
  const { meaning, otherwise, schema } = described;
  return { meaning, fallback: otherwise, schema: z.optional(schema) };
}

function previous(name: string, what: string) {
  return optional({
    meaning:
      `Another value of \`${name}\` that still counts for reading ${what}, while it is ` +
      `[replaced](operators/secrets.md). Also \`${name}_PREVIOUS_FILE\`.`,
    otherwise: 'none',
    schema: secret,
  });
}
