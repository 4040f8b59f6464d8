import type { Operations, Problem } from './api.d.ts';

type Key = keyof Operations;
type Input<K extends Key> = Operations[K]['input'];

/** The headers that a request may have, beside those of HTTP. `params.header` takes them. */
export interface RequestHeaders {
  /** A text made at random for this request: a repetition gets the first answer again, and nothing is done twice. */
  'Idempotency-Key'?: string;
  /** The ETag of the GET of this path: 412 if that is another one by now. */
  'If-Match'?: string;
  /** Of a GET: ETags of answers that you have, for 304 if it is still one of them. Of a change `*`: 412 if it exists already. */
  'If-None-Match'?: string;
  /** Do not wait for long work, answer 202 at once. */
  Prefer?: 'respond-async';
}

/** What is left out where no property is, and optional where each one is. */
type Placed<Place extends string, T> = [keyof T] extends [never]
  ? { [P in Place]?: never }
  : object extends T
    ? { [P in Place]?: T }
    : { [P in Place]: T };

interface Content<Type extends string, T> {
  content: { [P in Type]: T };
}

/** The body is optional where each of its keys is. */
type Body<T> = [keyof T] extends [never]
  ? { requestBody?: never }
  : object extends T
    ? { requestBody?: Content<'application/json', T> }
    : { requestBody: Content<'application/json', T> };

/** A group is in the path or not meant. */
type Remaining<K extends Key, InPath extends keyof Input<K>> = Omit<Input<K>, InPath | 'group'>;

/**
 * One method of one path, as openapi-fetch reads it: an operation, some arguments of it in the path, the rest in the
 * query or the body, the headers that it takes, and the status of success.
 */
export type Endpoint<
  K extends Key,
  Rest extends 'query' | 'body',
  InPath extends keyof Input<K> = never,
  Header extends keyof RequestHeaders = never,
  Status extends 200 | 201 = 200,
> = {
  parameters: Placed<'path', Pick<Input<K>, InPath>> &
    Placed<'query', Rest extends 'query' ? Remaining<K, InPath> : object> &
    Placed<'header', Pick<RequestHeaders, Header>>;
  responses: { [S in Status]: Content<'application/json', Operations[K]['answer']> } & {
    default: Content<'application/problem+json', Problem>;
  };
} & Body<Rest extends 'body' ? Remaining<K, InPath> : object>;
