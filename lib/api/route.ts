import { z } from 'zod';
import type { Operation } from '../operations/index.ts';
import { parameterOf } from './parameters.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The JSON Schema of one argument, as far as requests need it. */
export type ArgumentSchema = Readonly<Record<string, unknown>>;

interface InputSchema {
  readonly properties: Readonly<Record<string, ArgumentSchema>>;
  readonly required: readonly string[];
}

/** One method of one path, and the operation behind it. */
export interface Route {
  readonly method: Method;
  /** Below `/api/v1`, with `{argument}` for an argument of the operation. */
  readonly path: string;
  readonly operation: Operation;
  /** The name of the operation in code; `answers.json` has the schema of its answer under it. */
  readonly key: string;
  /** The name of this route. */
  readonly id: string;
  readonly tag: string;
  /** The status of success. */
  readonly status: 200 | 201;
  readonly schema: InputSchema;
  /**
   * The arguments in the path, and those that are not. Those of GET and DELETE are in the query, others in the body. A
   * group is in the path or not meant.
   */
  readonly inPath: readonly string[];
  readonly inRest: readonly string[];
  readonly hasBody: boolean;
}

export interface RouteSpec {
  readonly tag: string;
  readonly line: string;
  readonly key: string;
  readonly id: string;
  readonly operation: Operation;
}

/** Makes a route of a line such as `POST 201 /groups/{group}/groups`. */
export function routeOf({ tag, line, key, id, operation }: RouteSpec): Route {
  const [, verb = '', status = '', path = ''] = /^([A-Z]+) (\d+) (\/\S*)$/.exec(line) ?? [];
  const method = methods.find((known) => known === verb.toLowerCase());
  if (method === undefined || (status !== '200' && status !== '201')) throw new Error(`not a route: ${line}`);
  const schema = schemaOf(operation);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const unknown = inPath.filter((name) => !(name in schema.properties));
  if (unknown.length > 0) throw new Error(`${operation.name} has no argument ${unknown.join(', ')}`);
  const inRest = Object.keys(schema.properties).filter((name) => name !== 'group' && !inPath.includes(name));
  return {
    ...{ method, path, operation, key, id, tag, schema, inPath, inRest },
    status: status === '201' ? 201 : 200,
    hasBody: method !== 'get' && method !== 'delete' && inRest.length > 0,
  };
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The JSON Schema of the input of an operation. */
function schemaOf({ input }: Operation): InputSchema {
  const made = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  const properties = Object.entries(made.properties ?? {}).flatMap(([name, schema]) =>
    typeof schema === 'boolean' ? [] : [[parameterOf(name), withoutOwnPattern(schema)] as const],
  );
  return { properties: Object.fromEntries(properties), required: (made.required ?? []).map(parameterOf) };
}

/** The pattern of a property of Unicode is left out: half of the readers of JSON Schema do not know it. */
function withoutOwnPattern({ pattern, ...schema }: { readonly pattern?: string }): ArgumentSchema {
  return pattern === undefined || pattern.includes('\\p{') ? schema : { ...schema, pattern };
}
