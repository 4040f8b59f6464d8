import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { apiScopes, personalScopes } from '../../lib/accounts/api_scopes.ts';
import { type Route, routes } from '../../lib/api/index.ts';
import { apiToken } from '../api/api_caller.ts';
import { operate } from '../cli/operator.ts';
import { buildTown, type Town } from '../web/walk/town.ts';
import { schemathesis } from './available.ts';

const program = process.env[schemathesis.variable];
/** Seconds of requests, of each part. */
const TIME = 60;
/** What only a person may do, and an operator. */
const OF_PERSONS = '^/(profile|operator)|/service-accounts|/seats$';

interface Ended {
  readonly code?: number;
  readonly stdout?: string;
}

interface Entry {
  readonly request: { readonly method: string; readonly url: string };
  readonly response: { readonly status: number };
}

for (const python of program ? [program] : [])
  describe('Schemathesis against the document of the management API', function () {
    this.timeout((3 * TIME + 240) * 1_000);
    let town: Town;
    let scratch: string;
    let api: string;
    let owner: string;
    let account: string;
    /** The operations that have answered with success. */
    const done = new Set<string>();

    before(async () => {
      town = await buildTown(2, { env: { RATE_LIMIT: '100000/1s', FAILURE_LIMIT: '100000/1s' } });
      const { app, values, accounts } = town;
      api = `${app.url}/api/v1`;
      scratch = await mkdtemp(join(tmpdir(), 'rollcall-schemathesis-'));
      await operate(app.services, 'operator add', { account: accounts.owner.username });
      owner = await apiToken(app, accounts.owner.username, personalScopes);
      const made = await operate(app.services, 'service-account token create', {
        ...{ group: 'acme', serviceAccount: values.serviceAccount, name: 'second', scope: [...apiScopes] },
      });
      account = String(made.secret);
      await writeFile(join(scratch, 'schemathesis.toml'), await configuration(town));
    });
    after(async () => {
      await town?.app.close();
      await rm(scratch, { recursive: true, force: true });
    });

    const run = async (name: string, token: string, chosen: readonly string[]) => {
      const har = join(scratch, `${name}.har`);
      const ended: Ended = await promisify(execFile)(
        join(python, '../schemathesis'),
        [
          ...['--config-file', join(scratch, 'schemathesis.toml')],
          ...['run', `${api}/openapi.json`, '--url', api, ...chosen],
          ...['--header', `Authorization: Bearer ${token}`],
          ...['--phases', 'examples,coverage,fuzzing', '--max-examples', '5', '--max-time', String(TIME)],
          ...['--continue-on-failure', '--seed', '1', '--no-color', '--report-har-path', har],
        ],
        { cwd: scratch, timeout: (TIME + 80) * 1_000, maxBuffer: 64 * 1_024 * 1_024 },
      ).catch((error: unknown) => error as Ended);
      for (const key of await succeeded(har)) done.add(key);
      expect(ended.code ?? 0, ended.stdout).to.equal(0);
    };

    it('finds nothing that the document does not describe as a person who operates', () =>
      run('person', owner, ['--include-path-regex', OF_PERSONS, '--exclude-method', 'DELETE']));

    it('finds nothing that the document does not describe as a service account', () =>
      run('account', account, ['--exclude-path-regex', OF_PERSONS, '--exclude-method', 'DELETE']));

    it('finds nothing that the document does not describe when things end', () =>
      run('end', account, ['--include-method', 'DELETE']));

    it('has met real data at most paths that show something', () => {
      const shown = routes.filter(({ method }) => method === 'get');
      const missed = shown.filter(({ id }) => !done.has(id)).map(({ id }) => id);
      expect(missed.length, missed.join(', ')).to.be.below(shown.length / 2);
    });
  });

/** The common part, and the ids of things that exist; some paths have others. */
async function configuration({ acme, values, preview, serviceWide }: Town): Promise<string> {
  const common = await readFile(join(import.meta.dirname, 'schemathesis.toml'), 'utf8');
  const ids = {
    ...{ ...values, group: acme.groupId, request: values.entry, identity: values.user },
    ...{ target: acme.groupId },
  };
  const inPaths: readonly (readonly [string, Readonly<Record<string, string | undefined>>])[] = [
    ['/integrations/{integration}/plan$', { integration: preview }],
    ['^/groups.*/streams/.*/deliveries', { delivery: values.set }],
    ['^/operator/webhooks', { webhook: serviceWide.webhook, delivery: serviceWide.delivery }],
    ['^/operator/streams', { stream: serviceWide.stream, delivery: serviceWide.set }],
  ];
  return [
    `[parameters]\n${parametersOf(ids)}`,
    common,
    ...inPaths.map(
      ([path, own]) =>
        `[[operations]]\ninclude-path-regex = ${JSON.stringify(path)}\n[operations.parameters]\n${parametersOf(own)}`,
    ),
  ].join('\n\n');
}

function parametersOf(ids: Readonly<Record<string, string | undefined>>): string {
  const names = new Set(routes.flatMap(({ inPath }) => inPath));
  return Object.entries(ids)
    .filter(([name]) => names.has(name))
    .map(([name, id]) => `"path.${name}" = ${JSON.stringify(id)}`)
    .join('\n');
}

async function succeeded(har: string): Promise<string[]> {
  const { log } = JSON.parse(await readFile(har, 'utf8')) as { log: { entries: readonly Entry[] } };
  return log.entries
    .filter(({ response: { status } }) => status >= 200 && status < 300)
    .flatMap(({ request: { method, url } }) => {
      const { pathname } = new URL(url);
      return routes.filter((route) => isOf(route, method, pathname)).map(({ id }) => id);
    });
}

function isOf({ method, path }: Route, verb: string, pathname: string): boolean {
  const pattern = path.replaceAll(/\{\w+\}/g, '[^/]+');
  return method === verb.toLowerCase() && new RegExp(`^/api/v1${pattern}$`).test(pathname);
}
