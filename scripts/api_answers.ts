import { join } from 'node:path';
import { type Definition, generateSchema, getProgramFromFiles } from 'typescript-json-schema';
import { routes } from '../lib/api/index.ts';

const root = join(import.meta.dirname, '..');

/** The compiler that reads the types of the answers knows an older set of options than this project's own. */
const options = {
  target: 'es2022',
  lib: ['lib.es2023.d.ts', 'lib.es2024.string.d.ts'],
  types: ['node'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
};

export interface AnswerSchemas {
  /** The schema of the answer of each operation, by its name in code. */
  readonly answers: Readonly<Record<string, object>>;
  readonly definitions: Readonly<Record<string, object>>;
}

/** The JSON Schemas of what the operations return, made from their types. */
export function answerSchemas(): AnswerSchemas {
  const program = getProgramFromFiles([join(import.meta.dirname, 'api_answer_types.ts')], options, root);
  const made = quietly(() => generateSchema(program, 'Answers', { required: true, ignoreErrors: true }));
  if (!made?.properties) throw new Error('the types of the answers could not be read');
  const names = shortNames(Object.keys(made.definitions ?? {}));
  const shown = new Set(routes.map(({ key }) => key));
  const answers = Object.entries(shortened(made.properties, names)).filter(([name]) => shown.has(name));
  const definitions = Object.entries(shortened(made.definitions ?? {}, names)).map(
    ([name, schema]) => [names.get(name) ?? name, schema] as const,
  );
  const needed = referencedBy(JSON.stringify(answers), new Map(definitions));
  return {
    answers: inOrder(answers),
    definitions: inOrder(definitions.filter(([name]) => needed.has(name))),
  };
}

/** The generator reports every property whose value is an expression. */
function quietly<R>(work: () => R): R {
  const { warn } = console;
  Object.assign(console, { warn: () => undefined });
  try {
    return work();
  } finally {
    Object.assign(console, { warn });
  }
}

function inOrder(entries: readonly (readonly [string, object])[]): Record<string, object> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The definitions that a text refers to, and those that they refer to. */
function referencedBy(text: string, definitions: ReadonlyMap<string, object>): Set<string> {
  const found = new Set<string>();
  const todo = [text];
  for (let next = todo.pop(); next !== undefined; next = todo.pop())
    for (const [, name = ''] of next.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      todo.push(JSON.stringify(definitions.get(name)));
    }
  return found;
}

/** `import("…").MemberView` is `MemberView`; a name that two types share gets a number. */
function shortNames(long: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of [...long].sort()) {
    const plain = name.replaceAll(/import\("[^"]*"(?:,\{[^}]*\}\})?\)\./g, '').replaceAll(/\W+/g, '_');
    const short = plain.replace(/^_+|_+$/g, '');
    let free = short;
    for (let count = 2; taken.has(free); count++) free = `${short}${count}`;
    taken.add(free);
    names.set(name, free);
  }
  return names;
}

function shortened(
  schemas: Readonly<Record<string, Definition | boolean>>,
  names: ReadonlyMap<string, string>,
): Record<string, object> {
  const text = JSON.stringify(schemas, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? referenceTo(value, names) : value,
  );
  return JSON.parse(text) as Record<string, object>;
}

function referenceTo(reference: string, names: ReadonlyMap<string, string>): string {
  const name = decodeURIComponent(reference.replace('#/definitions/', ''));
  return `#/components/schemas/${names.get(name) ?? name}`;
}
