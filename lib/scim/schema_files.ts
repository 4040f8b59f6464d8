import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseResourceTypeFile, parseSchemaFile } from './schema/files.ts';
import { createRegistry, Misfit, type Registry } from './schema/registry.ts';

interface SchemaFile {
  readonly name: string;
  readonly json: object;
}

/** The content of a file, and its name. */
interface Declared<T> {
  readonly name: string;
  readonly declared: T;
}

/**
 * The built-in schemas and the operator's JSON files in `directory`: a file with `attributes` is an extension or a
 * schema, one with `endpoint` a resource type. Throws an error that names the file.
 */
export async function loadRegistry(directory: string | undefined): Promise<Registry> {
  const files = directory === undefined ? [] : await readFiles(directory);
  const schemas = declaredIn(files, 'attributes', parseSchemaFile);
  const resourceTypes = declaredIn(files, 'endpoint', parseResourceTypeFile);
  try {
    return createRegistry({
      schemas: schemas.map(({ declared }) => declared),
      resourceTypes: resourceTypes.map(({ declared }) => declared),
    });
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const file = [...schemas, ...resourceTypes].find(({ declared }) => declared === error.declared);
    throw wrongIn(file?.name ?? '', error);
  }
}

function declaredIn<T>(
  files: readonly SchemaFile[],
  key: 'attributes' | 'endpoint',
  parse: (json: object) => T,
): Declared<T>[] {
  return files
    .filter(({ json }) => key in json)
    .map(({ name, json }) => ({ name, declared: named(name, () => parse(json)) }));
}

async function readFiles(directory: string): Promise<SchemaFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(directory, name), 'utf8');
      return { name, json: named(name, () => declarationIn(text)) };
    }),
  );
}

function declarationIn(text: string): object {
  const json: unknown = JSON.parse(text);
  if (typeof json === 'object' && json !== null && ('attributes' in json || 'endpoint' in json)) return json;
  throw new Error('is not an object with `attributes` (a schema) or with `endpoint` (a resource type)');
}

function named<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw wrongIn(name, error);
  }
}

function wrongIn(name: string, error: unknown): Error {
  return new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
