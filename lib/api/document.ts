import { operatorScopeOf, type Reach, scopeOf } from '../access/index.ts';
import answers from './answers.json' with { type: 'json' };
import { conditions, headers, named, type RequestHeader, sentHeaders } from './headers.ts';
import type { ArgumentSchema, Route } from './route.ts';
import { routes } from './routes.ts';

/** The version of the API: its first part changes when an answer loses something. */
const VERSION = '1.0.0';

/** The OpenAPI 3.1 document of the management API, made from the routes and the types of the answers. */
export function document({ publicUrl }: { readonly publicUrl: string }) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rollcall management API',
      version: VERSION,
      description:
        'Everything that the pages of a group and of the operator can do. A `{group}` is the id of a group, or its path with `%2F` for `/`.',
    },
    externalDocs: { description: 'The reference for readers', url: `${publicUrl}/api/v1` },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ token: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: paths(),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A personal access token, or a token of a service account, with scopes.',
        },
      },
      headers,
      parameters: conditions,
      responses: { Problem: problem },
      schemas: { Problem: problemSchema, ...answers.definitions },
    },
  } as const;
}

const problemSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457).',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened, and what to do.' },
    code: { type: 'string', description: 'The stable code of a refusal.' },
    signOnUrl: { type: 'string', description: 'Where the person signs in, if the group requires it.' },
    requestId: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'detail', 'requestId'],
} as const;

const problem = {
  description: 'The request is refused.',
  headers: named('RateLimit', 'RateLimit-Policy', 'Retry-After'),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
} as const;

function paths() {
  const made: Record<string, Record<string, object>> = {};
  for (const route of routes) made[route.path] = { ...made[route.path], [route.method]: withHeaders(route) };
  return made;
}

/** What the document says of one route, with references to the headers that its requests may have. */
function withHeaders(route: Route) {
  const { parameters, ...rest } = endpointOf(route);
  const references = headersOf(route).map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return { ...rest, parameters: [...parameters, ...references] };
}

/** The headers that a request of this route may have. */
export function headersOf(route: Route): RequestHeader[] {
  return sentHeaders(route, { isShown: isShown(route), isLong: holds(answerOf(route.key), 'work') });
}

/** What the document says of one route. */
export function endpointOf(route: Route) {
  const { id, operation, tag, hasBody } = route;
  return {
    operationId: id,
    summary: operation.summary,
    tags: [tag],
    description: neededFor(route),
    'x-scope': scopeOf(operation.name, reachOf(route)),
    parameters: [
      ...route.inPath.map((name) => parameter(route, name, 'path')),
      ...(hasBody ? [] : route.inRest.map((name) => parameter(route, name, 'query'))),
    ],
    ...(hasBody ? { requestBody: requestBody(route) } : {}),
    responses: responsesOf(route),
  };
}

function reachOf({ inPath }: Route): Reach {
  return inPath.includes('group') ? 'group' : 'service';
}

function neededFor(route: Route): string {
  const [action, reach] = [route.operation.name, reachOf(route)];
  const [scope, ofOperator] = [scopeOf(action, reach), operatorScopeOf(action, reach)];
  const needs = `Needs the scope \`${scope}\`, or one that includes it.`;
  if (ofOperator === undefined) return needs;
  return scope === ofOperator
    ? `${needs} Only operators have such tokens.`
    : `${needs} An operator may have \`${ofOperator}\` instead, for every group.`;
}

function responsesOf({ key, method, status }: Route) {
  const schema = answerOf(key);
  const content = { 'application/json': { schema } };
  const isRead = method === 'get';
  const known = ['RateLimit', 'RateLimit-Policy'] as const;
  const ofRead = isRead ? (['ETag', ...(holds(schema, 'next') ? (['Link'] as const) : [])] as const) : [];
  return {
    [status]: { description: 'Done.', headers: named(...known, ...ofRead), content },
    ...(isRead
      ? { 304: { description: 'The answer is the one that you have.', headers: named(...known, 'ETag') } }
      : {}),
    ...(holds(schema, 'work') && !isRead
      ? { 202: { description: 'Begun, and not done yet.', headers: named(...known, 'Location'), content } }
      : {}),
    default: { $ref: '#/components/responses/Problem' },
  };
}

/** Whether a GET of the same path answers an ETag that a change may be conditional on. */
function isShown({ path, method }: Route): boolean {
  return method !== 'get' && routes.some((other) => other.path === path && other.method === 'get');
}

interface AnswerSchema {
  readonly type?: unknown;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly allOf?: readonly AnswerSchema[];
  readonly anyOf?: readonly AnswerSchema[];
}

const definitions: Readonly<Record<string, AnswerSchema>> = answers.definitions;

/** Whether an answer may have this key. */
function holds({ $ref, properties = {}, allOf = [], anyOf = [] }: AnswerSchema, key: string): boolean {
  const meant = $ref === undefined ? undefined : definitions[$ref.slice($ref.lastIndexOf('/') + 1)];
  const inner = [...allOf, ...anyOf, ...(meant ? [meant] : [])];
  return key in properties || inner.some((schema) => holds(schema, key));
}

function parameter({ schema, inPath }: Route, name: string, place: 'path' | 'query') {
  const { description, ...shape }: ArgumentSchema = schema.properties[name] ?? {};
  return {
    ...{ name, in: place, description: String(description ?? name) },
    ...(inPath.includes(name) || schema.required.includes(name) ? { required: true } : {}),
    schema: place === 'path' ? { ...shape, minLength: 1 } : shape,
  };
}

function requestBody({ schema, inRest }: Route) {
  const properties = Object.fromEntries(inRest.map((name) => [name, schema.properties[name]]));
  const required = inRest.filter((name) => schema.required.includes(name));
  return {
    required: required.length > 0,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties,
          ...(required.length === 0 ? {} : { required }),
          additionalProperties: false,
        },
      },
    },
  };
}

const schemas: Readonly<Record<string, object>> = answers.answers;

/** The schema of the answer of an operation, by its name in code. */
export function answerOf(key: string): object {
  const schema = schemas[key];
  if (!schema) throw new Error(`the answer of ${key} has no schema: npm run docs`);
  return schema;
}
