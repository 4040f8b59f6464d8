import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Node's arguments that let it load a file of the project, and the file: compiled by `npm test`, or compiled by tsx. */
export function program(path: string): { readonly loader: readonly string[]; readonly file: string } {
  const compiled = process.env.COMPILED_TESTS;
  return compiled
    ? { loader: ['--enable-source-maps'], file: join(compiled, path.replace(/ts$/, 'mjs')) }
    : { loader: ['--import', 'tsx'], file: join(root, path) };
}
