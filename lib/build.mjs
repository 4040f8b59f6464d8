import { existsSync, readdirSync, statSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
/** Where the build is. */
export const out = join(root, 'dist');
const stamp = join(out, 'built');
const assets = join(root, 'lib/views/assets');
const sources = ['lib', 'config', 'package.json'].map((name) => join(root, name));
const refusals = ['EACCES', 'EPERM', 'EROFS'];

/**
 * The address of a compiled entry point. Compiles first if the sources are newer than the build.
 * A build that may not be replaced, or that came without sources, is used as it is.
 * @param {'server' | 'cli' | 'library' | 'saml_thread'} entry
 * @returns {Promise<string>}
 */
export async function built(entry) {
  if (existsSync(join(root, 'lib/server.ts')) && isStale()) {
    try {
      await compile();
    } catch (error) {
      if (!isRefused(error)) throw error;
      if (!existsSync(stamp))
        throw new Error(`Nothing may be written to ${root}. Its owner has to compile: npm run build`);
    }
  }
  return pathToFileURL(join(out, `${entry}.js`)).href;
}

/** Compiles `lib` and `config` into `dist`. Chunks of earlier builds stay: a running process may still load one. */
export async function compile() {
  const { build } = await import('esbuild');
  const begun = new Date();
  await mkdir(out, { recursive: true });
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: {
      server: 'lib/server.ts',
      cli: 'lib/cli.ts',
      library: 'lib/library.ts',
      described: 'lib/cli/described.ts',
      saml_thread: 'lib/saml/response/thread.ts',
    },
    outdir: out,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: true,
    sourcesContent: false,
    write: false,
    logLevel: 'error',
  });
  await copyAssets();
  const chunksFirst = outputFiles.toSorted((a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)));
  for (const { path, contents } of chunksFirst) await replace(path, (beside) => writeFile(beside, contents));
  const help = await import(`${pathToFileURL(join(out, 'described.js')).href}?${begun.getTime()}`).then(
    (/** @type {{ helpData(): readonly object[] }} */ { helpData }) => helpData(),
  );
  await replace(join(out, 'commands.json'), (path) => writeFile(path, JSON.stringify(help)));
  await replace(stamp, async (path) => {
    await writeFile(path, '');
    await utimes(path, begun, begun);
  });
}

/** The files that browsers load, beside the code that reads them. */
async function copyAssets() {
  await mkdir(join(out, 'assets'), { recursive: true });
  for (const name of await readdir(assets))
    await replace(join(out, 'assets', name), (path) => copyFile(join(assets, name), path));
}

/**
 * Writes a file beside the other one and puts it in its place, so that no reader sees half of it.
 * @param {string} path
 * @param {(beside: string) => Promise<void>} write
 */
async function replace(path, write) {
  const beside = `${path}.${process.pid}`;
  try {
    await write(beside);
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
}

/**
 * @param {unknown} error
 * @returns {boolean}
 */
function isRefused(error) {
  return error instanceof Error && 'code' in error && refusals.includes(String(error.code));
}

/** @param {string} path */
function isEntry(path) {
  return !basename(path).startsWith('chunk-');
}

function isStale() {
  return !existsSync(stamp) || sources.some((path) => changedSince(path, statSync(stamp).mtimeMs));
}

/**
 * @param {string} path
 * @param {number} time milliseconds
 * @returns {boolean}
 */
function changedSince(path, time) {
  const stat = statSync(path);
  if (stat.mtimeMs > time) return true;
  return stat.isDirectory() && readdirSync(path).some((name) => changedSince(join(path, name), time));
}
