import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { answerOf, conditions, document, headersOf, type Route, routes } from '../lib/api/index.ts';

const BANNER = '/* Made by npm run docs from the operations. */';
const { schemas } = document({ publicUrl: '' }).components;

/** The types of the management API in TypeScript, made from its OpenAPI document: `lib/types/api.d.ts`. */
export async function apiTypes(): Promise<string> {
  const problem = await typesOf(schemas.Problem, 'Problem');
  return [BANNER, problem.trim(), await operations()].join('\n\n');
}

/** Every path with its methods, for openapi-fetch: `lib/types/paths.d.ts`. */
export function apiPaths(): string {
  const all = [...new Set(routes.map(({ path }) => path))];
  const lines = all.map((path) => {
    const methods = routes.filter((route) => route.path === path).map(methodOf);
    return `  '${path}': {\n${methods.join('\n')}\n  };`;
  });
  const body = `export interface Paths {\n${lines.join('\n')}\n}\n`;
  return [BANNER, "import type { Endpoint } from './endpoint.d.ts';", body].join('\n\n');
}

function methodOf(route: Route): string {
  const { key, method, operation, hasBody, inPath, status } = route;
  const headers = headersOf(route).map((name) => conditions[name].name);
  const rest = status === 201 ? [union(inPath), union(headers), '201'] : [union(inPath), union(headers)];
  const types = [`'${key}'`, hasBody ? "'body'" : "'query'", ...rest];
  return `    /** ${operation.summary} */\n    ${method}: Endpoint<${types.join(', ')}>;`;
}

function union(names: readonly string[]): string {
  return names.length === 0 ? 'never' : names.map((name) => `'${name}'`).join(' | ');
}

/** Every operation as a program performs it, and the types of the answers. */
function operations(): Promise<string> {
  const own = routes.filter(({ id, key }) => id === key);
  const performed = closed(Object.fromEntries(own.map((route) => [route.key, performedBy(route)])));
  return typesOf({ ...performed, definitions: schemas }, 'Operations');
}

function typesOf(schema: object, name: string): Promise<string> {
  const text = JSON.stringify(schema).replaceAll('#/components/schemas/', '#/definitions/');
  return compile(JSON.parse(text, openRecords) as JSONSchema, name, {
    bannerComment: '',
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 110 },
  });
}

/** An object without listed properties has any. */
function openRecords(_key: string, value: unknown): unknown {
  const isRecord = isObject(value) && value.type === 'object' && !('properties' in value);
  return isRecord ? { additionalProperties: true, ...value } : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema of an object with these properties and no others. */
function closed(properties: Readonly<Record<string, object>>, optional: readonly string[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** An operation: all its arguments together, and its answer. */
function performedBy({ key, operation, schema: { properties, required } }: Route) {
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  const shape = closed({ input: closed(properties, optional), answer: answerOf(key) });
  return { ...shape, description: operation.summary };
}
