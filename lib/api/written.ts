import answers from './answers.json' with { type: 'json' };
import type { ArgumentSchema } from './route.ts';

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
