import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { apiScopes } from '../../lib/accounts/api_scopes.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { schemathesis } from './available.ts';

const program = process.env[schemathesis.variable];
/** Seconds of requests. */
const TIME = 150;

interface Ended {
  readonly code?: number;
  readonly stdout?: string;
}

for (const python of program ? [program] : [])
  describe('Schemathesis against the document of the management API', function () {
    this.timeout((TIME + 120) * 1_000);
    let app: Rollcall;

    before(async () => {
      app = await boot();
    });
    after(() => app?.close());

    it('finds no answer that the document does not describe, and no error of the service', async () => {
      const group = 'acme';
      await app.bootstrap(group);
      await operate(app.services, 'service-account create', { group, name: 'tester' });
      const { secret } = await operate(app.services, 'service-account token create', {
        ...{ group, serviceAccount: 'tester', name: 'first', scope: [...apiScopes] },
      });
      const api = `${app.url}/api/v1`;
      const ended: Ended = await promisify(execFile)(
        join(python, '../schemathesis'),
        [
          ...['--config-file', join(import.meta.dirname, 'schemathesis.toml')],
          ...['run', `${api}/openapi.json`, '--url', api],
          ...['--header', `Authorization: Bearer ${String(secret)}`],
          ...['--phases', 'examples,coverage,fuzzing', '--max-examples', '5', '--max-time', String(TIME)],
          ...['--continue-on-failure', '--seed', '1', '--no-color'],
        ],
        { cwd: tmpdir(), timeout: (TIME + 60) * 1_000, maxBuffer: 64 * 1_024 * 1_024 },
      ).catch((error: unknown) => error as Ended);
      expect(ended.code ?? 0, ended.stdout).to.equal(0);
    });
  });
