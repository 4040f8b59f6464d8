import { expect } from 'chai';
import { freePort } from '../../scripts/scratch.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import type { Outside } from '../outside.ts';
import { canaille, captainGoldfish, connId, python, unboundId } from './available.ts';
import { type Command, Driver, javaProgram, pythonProgram } from './driver.ts';
import { lifeCycle, stateOf } from './life_cycle.ts';

interface Client {
  readonly name: string;
  readonly installed: Outside;
  readonly program: (path: string) => Command;
  readonly preset?: string;
  /** Steps that it has no words for. */
  readonly without?: readonly string[];
}

const clients: readonly Client[] = [
  {
    name: 'scim2-client',
    installed: python,
    program: (path) => pythonProgram(path, 'python_client.py'),
  },
  {
    name: unboundId.name,
    installed: unboundId,
    program: (path) => javaProgram(path, 'UnboundId'),
  },
  {
    name: captainGoldfish.name,
    installed: captainGoldfish,
    program: (path) => javaProgram(path, 'CaptainGoldfish'),
  },
  {
    name: connId.name,
    installed: connId,
    program: (path) => javaProgram(path, 'ConnId'),
  },
  {
    name: canaille.name,
    installed: canaille,
    program: (path) => pythonProgram(path, 'canaille_push.py'),
    preset: 'canaille',
    without: ['find', 'read'],
  },
];

for (const { name: client, installed, program, preset, without = [] } of clients) {
  const path = process.env[installed.variable];
  if (!path) continue;
  describe(`the SCIM client ${client}`, function () {
    this.timeout(60_000);
    let rollcall: Rollcall;
    let tenant: Tenant;
    let driver: Driver;

    before(async () => {
      // Some clients go to the address that a resource says it has.
      const PORT = String(await freePort());
      rollcall = await boot({ env: { PORT, PUBLIC_URL: `http://127.0.0.1:${PORT}` } });
      tenant = await rollcall.bootstrap();
      if (preset) await operate(rollcall.services, 'integration change', { group: tenant.slug, preset });
      driver = new Driver(program(path), tenant);
    });

    after(async () => {
      await driver?.stop();
      await rollcall?.close();
    });

    for (const { name, title, leaves, says } of lifeCycle.filter(({ name }) => !without.includes(name))) {
      it(title, async () => {
        const said = await driver.step(name);
        const found = await stateOf(tenant);
        expect(found.state).to.deep.equal(leaves);
        if (says) expect(said).to.equal(says(found));
      });
    }
  });
}
