import answers from './answers.json' with { type: 'json' };
import { answerOf, endpointOf } from './document.ts';
import type { ArgumentSchema, Route } from './route.ts';
import { routes } from './routes.ts';

/** A part of the reference: the operations of one tag. */
export interface Part {
  /** In the address of its page. */
  readonly slug: string;
  readonly title: string;
  readonly endpoints: readonly Described[];
}

/** What the reference says of one operation. */
interface Described {
  /** The `operationId`. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly scope: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly place: 'path' | 'query' | 'body';
    readonly type: string;
    readonly isRequired: boolean;
    readonly description: string;
  }[];
  readonly status: number;
  /** The type of the answer. */
  readonly answer: string;
  readonly example: string;
}

/** The reference of the API, made from the routes like the OpenAPI document. */
export function reference(publicUrl: string): Part[] {
  return [...new Set(routes.map(({ tag }) => tag))].map((title) => ({
    slug: title.toLowerCase().replaceAll(/\W+/g, '-'),
    title,
    endpoints: routes.filter(({ tag }) => tag === title).map((route) => described(route, publicUrl)),
  }));
}

function described(route: Route, publicUrl: string): Described {
  const { id, key, method, path, status, schema, inPath, inRest, hasBody } = route;
  const { summary, 'x-scope': scope } = endpointOf(route);
  return {
    ...{ id, method: method.toUpperCase(), path, status, summary, scope },
    parameters: [...inPath, ...inRest].map((name) => {
      const { description, ...shape } = schema.properties[name] ?? {};
      const isInPath = inPath.includes(name);
      return {
        name,
        place: isInPath ? 'path' : hasBody ? 'body' : 'query',
        type: written(shape),
        isRequired: isInPath || schema.required.includes(name),
        description: typeof description === 'string' ? description : '',
      };
    }),
    answer: written(answerOf(key)),
    example: exampleOf(route, publicUrl),
  };
}

/** A command that sends a request of this route, with `$NAME` for what only the reader knows. */
export function exampleOf(route: Route, publicUrl: string): string {
  const { method, path, schema, hasBody, inRest } = route;
  const needed = inRest.filter((name) => schema.required.includes(name));
  const query = hasBody ? [] : needed.map((name) => `${name}=${sample(name, schema.properties[name])}`);
  const url = `${publicUrl}/api/v1${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => placeholder(name))}`;
  const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
  const body = Object.fromEntries(needed.map((name) => [name, sample(name, schema.properties[name])]));
  return [
    `curl${verb} "${url}${query.length === 0 ? '' : `?${query.join('&')}`}"`,
    '-H "Authorization: Bearer $TOKEN"',
    ...(hasBody ? ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(body)}'`] : []),
  ].join(' \\\n  ');
}

function placeholder(name: string): string {
  return name === 'group' ? 'acme' : `$${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** A value that has the type of an argument. */
function sample(name: string, schema: ArgumentSchema = {}): unknown {
  const { enum: values, type, minimum } = schema;
  if (Array.isArray(values)) return values[0] as unknown;
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return typeof minimum === 'number' ? minimum : 1;
  if (type === 'array') return [];
  return type === 'object' ? {} : name;
}

const DEEPEST = 3;
const definitions: Readonly<Record<string, ArgumentSchema>> = answers.definitions;

/** A JSON Schema as TypeScript writes its type; what is deeper than three objects is left out as `…`. */
export function written(schema: unknown, depth = 0): string {
  if (!isObject(schema)) return 'unknown';
  const { $ref, enum: values, anyOf, type, items } = schema;
  if (typeof $ref === 'string') return written(definitions[$ref.split('/').at(-1) ?? ''], depth);
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ');
  if ('const' in schema) return JSON.stringify(schema.const);
  if (Array.isArray(anyOf)) return anyOf.map((one) => written(one, depth)).join(' | ');
  if (Array.isArray(type))
    return type.map((one: unknown) => written({ ...schema, type: one }, depth)).join(' | ');
  if (type === 'array') return arrayOf(written(items, depth));
  if (type === 'integer') return 'number';
  return type === 'object' ? objectOf(schema, depth) : String(type ?? 'unknown');
}

function arrayOf(text: string): string {
  return text.includes(' | ') && !text.startsWith('{') ? `(${text})[]` : `${text}[]`;
}

function objectOf({ properties, required }: ArgumentSchema, depth: number): string {
  if (!isObject(properties)) return 'object';
  if (depth >= DEEPEST) return '{ … }';
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  const indent = '  '.repeat(depth + 1);
  const lines = Object.entries(properties).map(
    ([name, schema]) => `${indent}${name}${needed.includes(name) ? '' : '?'}: ${written(schema, depth + 1)}`,
  );
  return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
}

function isObject(value: unknown): value is ArgumentSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
