import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/*
 * Compiles the tests once and runs them with mocha: `npm test`. Each worker of mocha would otherwise compile them again.
 * Arguments are those of mocha.
 */

const root = join(import.meta.dirname, '..');
/** What tests run as a process of its own. `test/program.ts` finds it here. */
const programs = [
  'config/index.ts',
  'lib/observe/logger.ts',
  'scripts/bench.ts',
  'scripts/demo.ts',
  'test/idps/samlify_server.ts',
  'test/idps/samlp_server.ts',
  'test/store/embedded/fill_disk.ts',
  'test/store/embedded/write_pairs.ts',
  'test/suites/microsoft/newman.ts',
  'test/webhooks/change_people.ts',
];
const elsewhere = ['test/browser', 'test/chaos', 'test/clients'].map((path) => path + sep);

const cache = join(root, 'node_modules/.cache');
await mkdir(cache, { recursive: true });
const out = await mkdtemp(join(cache, 'tests-'));
const scratch = await inMemory();
try {
  process.exitCode = await run(await compile());
} finally {
  for (const directory of [out, scratch])
    if (directory) await rm(directory, { recursive: true, force: true });
}

/** A directory for the data of the tests, on Linux with enough memory; a disk takes most of the time of a run. */
async function inMemory() {
  const memory = '/dev/shm';
  if (process.env.TMPDIR) return undefined;
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize < 4e9 ? undefined : mkdtemp(join(memory, 'rollcall-tests-'));
}

/** Gives the compiled test files. */
async function compile() {
  const paths = (await readdir(join(root, 'test'), { recursive: true })).map((path) => join('test', path));
  const tests = paths.filter(
    (path) => path.endsWith('.test.ts') && !elsewhere.some((folder) => path.startsWith(folder)),
  );
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [...tests, 'test/setup.ts', ...programs],
    outdir: out,
    outbase: '.',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    define: { 'import.meta.url': 'sourceUrl', 'import.meta.dirname': 'sourceDirectory' },
    plugins: [{ name: 'source-places', setup: keepPlaces }],
    write: false,
    logLevel: 'error',
  });
  await Promise.all(
    outputFiles.map(async ({ path, contents }) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, contents);
    }),
  );
  return tests.map(compiledName);
}

/**
 * The compiled file, for a test file; otherwise the argument.
 * @param {string} argument
 */
function compiledName(argument) {
  return argument.endsWith('.test.ts') ? join(out, argument.replace(/ts$/, 'mjs')) : argument;
}

/**
 * No more tests than the command line names.
 * @param {readonly string[]} tests
 */
function chosen(tests) {
  return process.argv.some((argument) => argument.endsWith('.test.ts')) ? [] : tests;
}

/**
 * A file that reads others beside it finds them beside its source.
 * @param {import('esbuild').PluginBuild} compiler
 */
function keepPlaces(compiler) {
  compiler.onLoad({ filter: /\.(?:tsx?|mjs)$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8');
    const places = [JSON.stringify(pathToFileURL(path)), JSON.stringify(dirname(path))];
    const known = `const sourceUrl = ${places[0]}, sourceDirectory = ${places[1]};`;
    return {
      contents: text.includes('import.meta.') ? known + text : text,
      loader: path.endsWith('x') ? 'tsx' : path.endsWith('.ts') ? 'ts' : 'js',
    };
  });
}

/**
 * Gives the exit code of mocha.
 * @param {readonly string[]} tests
 * @returns {Promise<number>}
 */
function run(tests) {
  const options = ['--no-config', '--timeout', '30000', '--forbid-only', '--forbid-pending'];
  const mocha = spawn(
    process.execPath,
    [
      ...['--disable-proto=throw', '--enable-source-maps', join(root, 'node_modules/mocha/bin/mocha.js')],
      ...[
        ...options,
        '--require',
        join(out, 'test/setup.mjs'),
        ...process.argv.slice(2).map(compiledName),
        ...chosen(tests),
      ],
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, COMPILED_TESTS: out, ...(scratch ? { TMPDIR: scratch } : {}) },
    },
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => mocha.kill(signal));
  return new Promise((resolve, reject) => {
    mocha.once('error', reject);
    mocha.once('exit', (code) => resolve(code ?? 1));
  });
}
