import { z } from 'zod';
import { type Config, existingConfig } from '../../../config/index.ts';
import { type Data, type Evidence, examine, type Report } from '../../doctor/index.ts';
import { systemRuntime } from '../../kernel/index.ts';
import type { MayBegin } from '../../store/open.ts';
import { askService, isServed } from '../control_client.ts';
import { reportOf } from '../errors.ts';
import { endingsList } from '../group_reviews.ts';
import { health } from '../health.ts';
import { askOrOpen } from '../open.ts';
import { checkSecrets } from '../own_secrets.ts';
import { joined, plural, table } from '../terminal/layout.ts';
import type { Style } from '../terminal/paint.ts';
import { inTrouble, lookedAt } from './configuration.ts';
import type { LocalCommand } from './local_command.ts';

const styles: Readonly<Record<Report['checks'][number]['state'], Style>> = {
  ok: 'green',
  warning: 'yellow',
  failed: 'red',
  skipped: 'dim',
};

export const doctorCommand: LocalCommand = {
  name: 'doctor',
  summary: 'Tests the installation against the production checklist, whether or not the service runs.',
  example: 'doctor',
  args: z.object({}),
  positional: [],
  run: async (environment) => {
    const config = inTrouble(() => existingConfig(environment));
    const { secrets } = config;
    const isThere = lookedAt(environment).nothing === undefined && secrets !== undefined;
    return examine({
      config,
      runtime: systemRuntime(),
      data: async () => (isThere ? dataOf({ ...config, secrets, mayBegin: false }) : undefined),
      isServed: config.mongodbUri !== undefined || (await isServed(config.dataDir)),
    });
  },
  text: (result, paint) => {
    const { checks, failed, warnings } = result as Report;
    return joined(
      table(
        ['check', 'state', 'what it found'],
        checks.map(({ check, state, text }) => [check, [styles[state], state], text]),
        paint,
      ),
      `${plural(failed, 'check')} failed, ${plural(warnings, 'warning')}. docs/operators/checklist.md explains each.`,
    );
  },
  isBad: (result) => (result as Report).failed > 0,
};

/** What the running service says of its store, or the store itself; otherwise why not. */
async function dataOf(config: Config & MayBegin): Promise<Evidence['data']> {
  try {
    return await askOrOpen<Data>(
      config,
      async (directory) => {
        const told = await askService(directory, health.name, {});
        return told && dataIn(told, await askService(directory, endingsList.name, {}));
      },
      async (services) => {
        await checkSecrets(services.store, config);
        return dataIn(await health.run(services, config, {}), await endingsList.run(services, config, {}));
      },
    );
  } catch (error) {
    return { problem: reportOf(error).message };
  }
}

function dataIn(shown: object, endings: object | undefined): Data {
  return { health: shown, endings } as Data;
}
