/** What the tests use of npm's samlp, which comes without types. */
declare module 'samlp' {
  import type { IncomingMessage } from 'node:http';

  type Done<Value> = (error: Error | null, value?: Value) => void;

  export interface Asking extends IncomingMessage {
    query: Record<string, string>;
    body: Record<string, string>;
  }

  export interface Answering {
    set(name: string, value: string): void;
    send(body: string): void;
  }

  export interface Options {
    readonly issuer: string;
    readonly cert: string;
    readonly key: string;
    readonly audience: string;
    readonly recipient: string;
    readonly destination: string;
    readonly signResponse: boolean;
    readonly signingCert?: string;
    readonly encryptionCert?: string;
    readonly encryptionPublicKey?: string;
    readonly encryptionAlgorithm?: string;
    readonly getPostURL: (audience: string, request: unknown, asking: Asking, done: Done<string>) => void;
    readonly getUserFromRequest: () => unknown;
    readonly profileMapper: (user: unknown) => {
      getClaims(): Record<string, string>;
      getNameIdentifier(): { nameIdentifier: string; nameIdentifierFormat: string };
    };
  }

  export function auth(
    options: Options,
  ): (asking: Asking, answering: Answering, next: (error: unknown) => void) => void;
  export function parseRequest(asking: Asking, options: object, done: Done<{ issuer?: string }>): void;
  export function metadata(options: {
    readonly issuer: string;
    readonly cert: string;
    readonly redirectEndpointPath: string;
    readonly postEndpointPath: string;
  }): (asking: Asking, answering: Answering) => void;
}
