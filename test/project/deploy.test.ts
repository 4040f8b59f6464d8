import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { variables } from '../../config/variables.ts';
import { compile } from '../../lib/build.mjs';

const project = join(import.meta.dirname, '../..');
const read = (path: string) => readFile(join(project, 'deploy', path), 'utf8');
/** Set by the image or the platform, not by Rollcall's configuration. */
const others = new Set(['NODE_ENV', 'ROLLCALL_HOST']);
const known = Object.keys(variables).flatMap((name) => [name, `${name}_FILE`]);

describe('the files in deploy', () => {
  it('set only variables that Rollcall reads', async () => {
    const compose: { readonly 'x-rollcall': { readonly environment: Readonly<Record<string, string>> } } =
      parse(await read('compose.yaml'), { merge: true });
    const named = [
      ...Object.keys(compose['x-rollcall'].environment),
      ...found(await read('helm/rollcall/templates/_helpers.tpl'), /- \{ name: ([A-Z_]+),/g),
      ...found(await read('Dockerfile'), /^ENV (.+)$/gm).flatMap((line) => found(line, /([A-Z_]+)=/g)),
      ...found(await read('systemd/rollcall.service'), /^Environment=(.+)$/gm).flatMap((line) =>
        found(line, /([A-Z_]+)=/g),
      ),
    ].filter((name) => !others.has(name));
    expect(named).to.include.members(['PUBLIC_URL', 'MONGODB_URI_FILE', 'DATA_DIR']);
    expect(named.filter((name) => !known.includes(name))).to.deep.equal([]);
  });

  it('let the service call what V8 calls at its start, and kill it for no other call', async () => {
    const unit = await read('systemd/rollcall.service');
    expect(found(unit, /^SystemCallFilter=(?!~)(.+)$/gm).flatMap((line) => line.split(' '))).to.include(
      '@pkey',
    );
    expect(found(unit, /^SystemCallErrorNumber=(.+)$/gm)).to.deep.equal(['EPERM']);
  });

  it('have a Dockerfile without a mistake', async () => {
    expect(validate(await read('Dockerfile')).map(({ message }) => message)).to.deep.equal([]);
  });

  it('mount every secret that a service names, and make every file of one', async () => {
    const compose: {
      readonly services: Readonly<Record<string, { readonly secrets?: readonly string[] }>>;
      readonly secrets: Readonly<Record<string, { readonly file: string }>>;
    } = parse(await read('compose.yaml'), { merge: true });
    const used = new Set(Object.values(compose.services).flatMap(({ secrets = [] }) => secrets));
    expect([...used].sort()).to.deep.equal(Object.keys(compose.secrets).sort());
    const directory = await mkdtemp(join(tmpdir(), 'rollcall-secrets-'));
    try {
      await cp(join(project, 'deploy/make_secrets.sh'), join(directory, 'make_secrets.sh'));
      const env = { ...process.env, SMTP_URL: 'smtp://mail.acme.test' };
      const make = () => promisify(execFile)('bash', [join(directory, 'make_secrets.sh')], { env });
      await make();
      const made = async () =>
        Promise.all(
          Object.values(compose.secrets).map(({ file }) => readFile(join(directory, file), 'utf8')),
        );
      const first = await made();
      await make();
      expect(await made(), 'the secrets that exist stay').to.deep.equal(first);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('have a chart whose values fit their schema once the required ones are set', async () => {
    const fits = new Ajv({ strict: false }).compile(
      JSON.parse(await read('helm/rollcall/values.schema.json')),
    );
    const values: object = parse(await read('helm/rollcall/values.yaml'));
    expect(fits(values), 'without the required values').to.equal(false);
    const required = {
      publicUrl: 'https://rollcall.acme.test',
      existingSecret: 'rollcall',
      mailFrom: 'rollcall@acme.test',
    };
    expect(fits({ ...values, ...required }), JSON.stringify(fits.errors)).to.equal(true);
    expect(fits({ ...values, ...required, replica: 3 }), 'with an unknown value').to.equal(false);
  });

  it('have an image whose files are enough to run the service', async () => {
    await compile();
    const root = await mkdtemp(join(tmpdir(), 'rollcall-image-'));
    const app = join(root, 'app');
    const data = join(root, 'data');
    const dockerfile = await read('Dockerfile');
    try {
      await mkdir(data, { mode: 0o700 });
      for (const [from, to] of copied(dockerfile)) {
        await mkdir(dirname(join(app, to)), { recursive: true });
        if (from === 'node_modules') await symlink(join(project, from), join(app, to));
        else await cp(join(project, from), join(app, to), { recursive: true });
      }
      const [program = '', ...args] = commandOf(dockerfile);
      const env = {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATA_DIR: data,
        LOG_FORMAT: 'json',
        PORT: '0',
      };
      const service = spawn(program, args, { cwd: app, env, stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(service, 'exit');
      try {
        expect((await fetch(`${await addressOf(service.stdout)}/readyz`)).status).to.equal(200);
      } finally {
        service.kill('SIGTERM');
      }
      expect(await ended).to.deep.equal([0, null]);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

/** What the last stage copies from the build, and where to. */
function copied(dockerfile: string): (readonly [string, string])[] {
  return found(dockerfile, /^COPY --from=build (.+)$/gm).flatMap((line) => {
    const paths = line.split(' ').map((path) => path.replace('/app/', ''));
    const to = paths.pop() ?? '';
    return paths.map((from) => [from, to.endsWith('/') ? join(to, from.replace(/.*\//, '')) : to] as const);
  });
}

function commandOf(dockerfile: string): string[] {
  const [line = '[]'] = found(dockerfile, /^CMD (\[.+\])$/gm);
  const words: unknown = JSON.parse(line);
  return Array.isArray(words) ? words.map(String) : [];
}

/** The address in the line of the log that says that the service listens. */
async function addressOf(log: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(log)) {
    const [address] = /http:\/\/[\d.]+:\d+/.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error('the service did not listen');
}
