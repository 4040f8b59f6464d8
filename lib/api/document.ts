import { scopeOf } from '../access/index.ts';
import answers from './answers.json' with { type: 'json' };
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
        'Everything that the pages of a group can do. A `{group}` is the id of a group, or its path with `%2F` for `/`.',
    },
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
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
} as const;

function paths() {
  const made: Record<string, Record<string, object>> = {};
  for (const route of routes) made[route.path] = { ...made[route.path], [route.method]: endpointOf(route) };
  return made;
}

/** What the document says of one route. */
export function endpointOf(route: Route) {
  const { key, operation, tag, status, hasBody } = route;
  const scope = scopeOf(operation.name);
  return {
    operationId: key,
    summary: operation.summary,
    tags: [tag],
    description: `Needs the scope \`${scope}\`, or one that includes it.`,
    'x-scope': scope,
    parameters: [
      ...route.inPath.map((name) => parameter(route, name, 'path')),
      ...(hasBody ? [] : route.inRest.map((name) => parameter(route, name, 'query'))),
    ],
    ...(hasBody ? { requestBody: requestBody(route) } : {}),
    responses: {
      [status]: {
        description: 'Done.',
        content: { 'application/json': { schema: answerOf(key) } },
      },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
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
