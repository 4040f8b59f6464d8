import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http';
import type { Operations, Role } from './api.d.ts';

/**
 * Each setting is a variable of docs/configuration.md in camel case, with the same meaning, default and checks. The
 * environment is not read, except NODE_ENV.
 */
export interface Settings {
  /** Where browsers and identity providers reach this app, with the path at which Rollcall answers. */
  readonly publicUrl: string;
  readonly trustedProxies?: number;
  /** Directory of the embedded store, and of generated secrets. */
  readonly dataDir?: string;
  /** MongoDB instead of the embedded store. */
  readonly mongodbUri?: string | undefined;
  /** In seconds. */
  readonly mongodbQueryTimeout?: number;
  readonly schemaDir?: string | undefined;
  readonly tokenPepper?: string | undefined;
  readonly cursorSecret?: string | undefined;
  readonly auditSecret?: string | undefined;
  readonly samlSecret?: string | undefined;
  readonly allowPrivateFetch?: boolean;
  readonly dnsServers?: string | undefined;
  /** Such as `10000/10s`. */
  readonly rateLimit?: string;
  readonly failureLimit?: string;
  readonly smtpUrl?: string | undefined;
  readonly mailFrom?: string;
  readonly logLevel?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly logFormat?: 'auto' | 'json' | 'pretty';
  /** Takes each entry of the log, with its secrets masked; by default they are lines on the standard output. */
  readonly log?: ((entry: LogEntry) => void) | undefined;
}

export interface LogEntry {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  /** ISO 8601. */
  readonly time: string;
  readonly msg?: string;
  readonly [more: string]: unknown;
}

/** What Rollcall uses of the context of a Koa app. */
export interface HostContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly originalUrl: string;
  respond?: boolean;
}

/** The operations that `perform` takes: those of the API, and the one that makes a top-level group. */
export interface Performed extends Operations {
  bootstrap: {
    input: { group: string; owner: string; existingAccount?: string; preset?: string };
    answer: {
      groupId: string;
      integrationId: string;
      scimUrl: string;
      scimToken: string;
      signInUrl: string;
      username: string;
      /** Absent for an account that was there before. */
      password?: string;
    };
  };
}

/** A person who is signed in with a browser, as `/api/v1/me` shows it. */
export interface SignedIn {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly email?: string;
  readonly groups: readonly {
    readonly path: string;
    readonly name: string;
    readonly role: Role;
    readonly access: 'granted' | 'saml_required';
    /** Where the person signs in, for `saml_required`. */
    readonly signOnUrl?: string;
  }[];
}

export interface Rollcall {
  /** Answers below the path of `publicUrl`, and calls `next` for every other request. */
  middleware(): (ctx: HostContext, next: () => Promise<unknown>) => Promise<void>;
  /** Who is signed in with the browser of a request; undefined for nobody. */
  signedIn(ctx: Pick<HostContext, 'req' | 'res'>): Promise<SignedIn | undefined>;
  /**
   * Performs an operation of the API as the operator, and resolves with its answer. Throws an error with a `code` of
   * docs/errors.md.
   */
  perform<K extends keyof Performed>(
    operation: K,
    input: Performed[K]['input'],
  ): Promise<Performed[K]['answer']>;
  /** Waits for the requests that have begun, ends the jobs, and closes the store. Close the server before. */
  close(): Promise<void>;
}

/** Opens the store and starts the jobs. Throws `ConfigError`, or when the store cannot be opened. */
export function createRollcall(settings: Settings): Promise<Rollcall>;

/** The limits that protect the service from slow clients, for `http.createServer`. */
export const serverOptions: Readonly<
  Required<
    Pick<
      ServerOptions,
      | 'headersTimeout'
      | 'requestTimeout'
      | 'connectionsCheckingInterval'
      | 'keepAliveTimeout'
      | 'maxHeaderSize'
    >
  >
>;

/** All mistakes in the settings. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]);
}
