import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  authlib,
  canaille,
  captainGoldfish,
  connId,
  installed,
  python,
  schemathesis,
  unboundId,
} from '../test/clients/available.ts';
import { type Kind, mochaWith, PYTHON, run, venv } from './installing.ts';

const PROGRAMS = join(import.meta.dirname, '../test/clients');
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

const kinds: readonly Kind[] = [
  pythonKind(python.variable, 'suites.txt'),
  pythonKind(canaille.variable, 'canaille.txt'),
  pythonKind(schemathesis.variable, 'schemathesis.txt'),
  pythonKind(authlib.variable, 'authlib.txt'),
  javaKind(unboundId.variable, 'UnboundId', [
    'com.unboundid.product.scim2:scim2-sdk-client:6.0.0',
    'org.glassfish.jersey.connectors:jersey-apache-connector:3.1.11',
    'org.glassfish.jersey.inject:jersey-hk2:3.1.11',
  ]),
  javaKind(captainGoldfish.variable, 'CaptainGoldfish', ['de.captaingoldfish:scim-sdk-client:1.30.0']),
  javaKind(connId.variable, 'ConnId', [
    'net.tirasa.connid.bundles:net.tirasa.connid.bundles.scim:1.0.5',
    'net.tirasa.connid:connector-framework-internal:1.5.2.0',
    'net.tirasa.connid:connector-test-common:1.5.2.0',
    // Its HTTP client needs this and does not ask for it.
    'commons-logging:commons-logging:1.2',
  ]),
];

/** The packages that a file of test/clients names. */
function pythonKind(variable: string, requirements: string): Kind {
  return {
    variable,
    packages: ['python3-venv'],
    programs: [PYTHON],
    install: async (scratch) =>
      join(await venv(scratch, requirements, '--requirement', join(PROGRAMS, requirements)), 'python'),
  };
}

/** A program of test/clients, compiled into a directory with the archives that it needs. */
function javaKind(variable: string, program: string, artifacts: readonly string[]): Kind {
  return {
    variable,
    packages: ['maven', 'default-jdk-headless'],
    programs: [
      ['javac', '-version'],
      ['mvn', '--version'],
    ],
    async install(scratch) {
      const directory = join(scratch, program);
      await mkdir(directory);
      const pom = join(scratch, `${program}.xml`);
      await writeFile(pom, pomOf(artifacts));
      await inTurn(() => run('mvn', ['-q', '-B', '-f', pom, COPY, `-DoutputDirectory=${directory}`]));
      const sources = ['Steps', program].map((name) => join(PROGRAMS, `${name}.java`));
      await run('javac', ['-d', directory, '-cp', join(directory, '*'), ...sources]);
      return directory;
    },
  };
}

function pomOf(artifacts: readonly string[]): string {
  const dependencies = artifacts.map((artifact) => {
    const [group, name, version] = artifact.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>rollcall</groupId>
  <artifactId>clients</artifactId>
  <version>1</version>
  <dependencies>${dependencies.join('')}</dependencies>
</project>`;
}

let last: Promise<unknown> = Promise.resolve();

/** Two Mavens must not write to one repository at once. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work);
  last = mine;
  return mine;
}

/** Points foreign SCIM clients and conformance suites at Rollcall. Installs what they need, at pinned versions. */
try {
  process.exitCode = await mochaWith(kinds, installed, 'test/clients/*.test.ts');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
