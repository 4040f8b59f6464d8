import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Outside } from '../test/outside.ts';

/** Debian's python3 alone cannot make an environment. */
export const PYTHON = ['python3', '-c', 'import ensurepip, venv'];

export const run = promisify(execFile);

/** Outside software that is not an npm package. */
export interface Kind {
  /** Names the software in the environment of the tests. */
  readonly variable: string;
  /** Debian packages. */
  readonly packages: readonly string[];
  /** Each ends with 0 where the packages are there. */
  readonly programs: readonly (readonly string[])[];
  /** Gives the value of the variable. */
  readonly install: (scratch: string) => Promise<string>;
}

/**
 * Runs mocha on some files with outside software, which it installs into a folder that is thrown away. A variable that
 * is set names software that is there already. What cannot be installed is left out, and the last lines say why; in CI
 * it is a failure. Gives the exit code.
 */
export async function mochaWith(
  kinds: readonly Kind[],
  wanted: readonly Outside[],
  files: string,
): Promise<number> {
  const scratch = await mkdtemp(join(tmpdir(), 'rollcall-outside-'));
  try {
    const absent = kinds.filter(({ variable }) => !process.env[variable]);
    const trouble = await installPackages(absent);
    const found = await Promise.all(absent.map((kind) => installedOr(kind, scratch, trouble)));
    const env = Object.assign({}, process.env, ...found) as NodeJS.ProcessEnv;
    const child = spawn('npm', ['exec', '--', 'mocha', files], { stdio: 'inherit', env });
    await once(child, 'exit');
    const missing = wanted.filter(({ variable }) => !env[variable]);
    if (process.env.CI && missing.length > 0) {
      process.stderr.write(`Not installed: ${missing.map(({ name }) => name).join(', ')}.\n`);
      return 1;
    }
    return child.exitCode ?? 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A Python environment with packages; gives where its programs are. */
export async function venv(scratch: string, name: string, ...wanted: readonly string[]): Promise<string> {
  const bin = join(scratch, name, 'bin');
  await run('python3', ['-m', 'venv', join(scratch, name)]);
  await run(join(bin, 'pip'), ['install', '--quiet', '--retries', '10', ...wanted]);
  return bin;
}

/** The variable that names the software, or that says why it is missing. */
async function installedOr(
  { variable, install }: Kind,
  scratch: string,
  trouble: string,
): Promise<Readonly<Record<string, string>>> {
  try {
    const path = await install(scratch);
    if (!existsSync(path)) throw new Error(`there is no ${path}`);
    return { [variable]: path };
  } catch (error) {
    return { [`${variable}_MISSING`]: `it could not be installed (${reasonOf(error)}${trouble})` };
  }
}

/** Installs Debian's packages where a program is missing, as root or by sudo; gives why that failed. */
async function installPackages(kinds: readonly Kind[]): Promise<string> {
  const missing = await Promise.all(
    kinds.map(async ({ packages, programs }) => ((await areThere(programs)) ? [] : packages)),
  );
  const packages = missing.flat();
  if (packages.length === 0) return '';
  try {
    await apt('update', '-q');
    await apt('install', '-qy', '--no-install-recommends', ...packages);
    return '';
  } catch (error) {
    return `; ${reasonOf(error)}`;
  }
}

export async function areThere(programs: Kind['programs']): Promise<boolean> {
  const found = await Promise.all(
    programs.map(([program = '', ...args]) =>
      run(program, args).then(
        () => true,
        () => false,
      ),
    ),
  );
  return !found.includes(false);
}

async function apt(...args: readonly string[]): Promise<void> {
  const [command = '', ...rest] = [...(process.getuid?.() === 0 ? [] : ['sudo']), 'apt-get', ...args];
  await run(command, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 1e8 });
}

/** The last line that a program has said, else the first one of the error. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return said.split('\n').at(-1) || (String(error).split('\n')[0] ?? '');
}
