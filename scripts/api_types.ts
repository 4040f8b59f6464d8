import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { answerOf, document, endpointOf, type Route, routes } from '../lib/api/index.ts';

type Shape = Readonly<Record<string, object>>;

/** The types of the management API in TypeScript, made from its OpenAPI document: `lib/types/api.d.ts`. */
export async function apiTypes(): Promise<string> {
  const paths = [...new Set(routes.map(({ path }) => path))].map((path) => [path, methodsOf(path)] as const);
  const operations = routes.map((route) => [route.key, performed(route)] as const);
  const root = closed({
    paths: { ...closed(Object.fromEntries(paths)), title: 'Paths' },
    operations: { ...closed(Object.fromEntries(operations)), title: 'Operations' },
  });
  const definitions = document({ publicUrl: '' }).components.schemas;
  const text = JSON.stringify({ ...root, definitions }).replaceAll('#/components/schemas/', '#/definitions/');
  const types = await compile(JSON.parse(text, openRecords) as JSONSchema, 'Api', {
    bannerComment: '/* Made by npm run docs from the operations. */',
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 110 },
  });
  return types.replaceAll(STATUS, '$1:');
}

/** openapi-fetch looks for numbers. */
const STATUS = /'(\d{3})':/g;

/** An object without listed properties has any. */
function openRecords(_key: string, value: unknown): unknown {
  const isRecord = isObject(value) && value.type === 'object' && !('properties' in value);
  return isRecord ? { additionalProperties: true, ...value } : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema of an object with these properties and no others. */
function closed(properties: Shape, optional: readonly string[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** The methods of a path as openapi-fetch reads them. */
function methodsOf(path: string) {
  const methods = routes.filter((route) => route.path === path);
  return closed(Object.fromEntries(methods.map((route) => [route.method, methodOf(route)])));
}

function methodOf(route: Route) {
  const { key, operation, status } = route;
  const { parameters, requestBody } = endpointOf(route);
  const placed = (place: 'path' | 'query') => {
    const all = parameters.filter((parameter) => parameter.in === place);
    const optional = all.filter(({ required }) => !required).map(({ name }) => name);
    return all.length === 0 ? {} : { [place]: closed(Object.fromEntries(all.map(described)), optional) };
  };
  const isFree = parameters.every((parameter) => parameter.in === 'path' || !parameter.required);
  const responses = closed({
    [status]: withBody('application/json', answerOf(key)),
    default: withBody('application/problem+json', { $ref: '#/components/schemas/Problem' }),
  });
  const shape = closed(
    {
      parameters: closed({ ...placed('path'), ...placed('query') }, isFree ? ['query'] : []),
      ...(requestBody
        ? { requestBody: withBody('application/json', requestBody.content['application/json'].schema) }
        : {}),
      responses,
    },
    requestBody?.required === false ? ['requestBody'] : [],
  );
  return { ...shape, description: operation.summary };
}

function withBody(type: string, schema: object) {
  return closed({ content: closed({ [type]: schema }) });
}

function described({ name, description, schema }: { name: string; description: string; schema: object }) {
  return [name, { ...schema, description }] as const;
}

/** An operation as a program performs it: all its arguments together, and its answer. */
function performed({ key, operation, schema: { properties, required } }: Route) {
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  const shape = closed({ input: closed(properties, optional), answer: answerOf(key) });
  return { ...shape, description: operation.summary };
}
