import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SIMPLESAMLPHP = '/usr/share/simplesamlphp';
const KEYCLOAK = 'org.keycloak:keycloak-quarkus-dist:26.4.0:zip';
const UNPACK = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';

const packages = [
  ...['simplesamlphp', 'php-cli', 'php-xml', 'php-mbstring', 'php-curl'],
  ...['maven', 'default-jre-headless'],
];
const programs = [
  ['php', '--version'],
  ['java', '-version'],
  ['mvn', '--version'],
] as const;

const run = promisify(execFile);

/**
 * Runs the sign-ins at every identity provider. Installs Debian's packages when they are not there, as root or by sudo,
 * and unpacks a Keycloak for this run; SIMPLESAMLPHP_HOME and KEYCLOAK_HOME name those to use instead.
 */
async function main(): Promise<number> {
  const { SIMPLESAMLPHP_HOME: simplesamlphp = SIMPLESAMLPHP, KEYCLOAK_HOME: keycloak } = process.env;
  await installPackages(simplesamlphp);
  const scratch = await mkdtemp(join(tmpdir(), 'rollcall-idps-'));
  try {
    const env = { SIMPLESAMLPHP_HOME: simplesamlphp, KEYCLOAK_HOME: keycloak ?? (await unpack(scratch)) };
    const child = spawn('npm', ['exec', '--', 'mocha', 'test/idps/*.test.ts'], {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    await once(child, 'exit');
    return child.exitCode ?? 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function installPackages(simplesamlphp: string): Promise<void> {
  const found = await Promise.all(
    programs.map(([program, version]) => run(program, [version]).then(yes, no)),
  );
  if (existsSync(simplesamlphp) && !found.includes(false)) return;
  await apt('update', '-q');
  await apt('install', '-qy', '--no-install-recommends', ...packages);
}

async function apt(...args: readonly string[]): Promise<void> {
  const [command = '', ...rest] = [...(process.getuid?.() === 0 ? [] : ['sudo']), 'apt-get', ...args];
  await run(command, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 1e8 });
}

/** Fetches Keycloak from Maven Central and gives where it is. */
async function unpack(scratch: string): Promise<string> {
  await run('mvn', ['-q', '-B', UNPACK, `-Dartifact=${KEYCLOAK}`, `-DoutputDirectory=${scratch}`], {
    cwd: scratch,
  });
  return join(scratch, `keycloak-${KEYCLOAK.split(':')[2]}`);
}

const yes = () => true;
const no = () => false;

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
