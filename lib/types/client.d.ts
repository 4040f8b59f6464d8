import type { Client } from 'openapi-fetch';
import type { Problem } from './api.d.ts';
import type { Paths } from './paths.d.ts';

export type { Operations, Problem } from './api.d.ts';
export type { Paths } from './paths.d.ts';

/** A client of the management API: `GET`, `POST`, … with the paths of its OpenAPI document. */
export type ApiClient = Client<Paths>;

export interface ClientSettings {
  /** The public URL of Rollcall. */
  readonly url: string;
  /** A personal access token, or the token of a service account. */
  readonly token: string;
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Makes a client, which sends nothing yet. */
export function createClient(settings: ClientSettings): ApiClient;

/** What a request resolves with: `data`, or `error`. */
export interface Asked {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer in what a request resolves with. */
export type AnswerIn<R extends Asked> = Exclude<R['data'], undefined>;

/** The answer of a request. Throws `ApiError` when it is refused. */
export function answerOf<R extends Asked>(asked: Promise<R>): Promise<AnswerIn<R>>;

/** All pages of a list, by its cursor. Throws `ApiError`. */
export function pages<R extends Asked & { readonly data?: { next?: string } }>(
  ask: (cursor: string | undefined) => Promise<R>,
): AsyncGenerator<AnswerIn<R>, void, undefined>;

/** A refused request. The message is the sentence that says what to do. */
export class ApiError extends Error {
  constructor(problem: Problem);
  readonly problem: Problem;
  readonly status: number;
  /** The stable code of docs/errors.md. */
  readonly code: string | undefined;
}
