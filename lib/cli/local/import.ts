import { z } from 'zod';
import { importLines } from '../../operations/index.ts';
import { isServed } from '../control_client.ts';
import { Trouble } from '../errors.ts';
import { askOrOpen } from '../open.ts';
import { claimStore } from '../own_secrets.ts';
import { plural } from '../terminal/layout.ts';
import { checkReadable, fileLines } from './files.ts';
import { localCommand } from './local_command.ts';

export const importCommand = localCommand({
  name: 'import',
  summary: 'Imports an export into an empty store, embedded or MongoDB. The service must not run.',
  example: 'import --from rollcall.ndjson',
  begins: true,
  args: z.object({
    from: z.string().min(1).describe('the file that export wrote'),
    otherSecrets: z
      .boolean()
      .default(false)
      .describe('imports although the secrets differ: tokens and the audit chain will be invalid'),
  }),
  needsSecrets: ({ otherSecrets }) => !otherSecrets,
  run: (config, { from, otherSecrets }) =>
    askOrOpen(
      config,
      async (directory) => {
        if (await isServed(directory))
          throw new Trouble('service_running', `The service runs on ${directory}. Stop it before an import.`);
        await checkReadable(from);
        return undefined;
      },
      async (services) => {
        await claimStore(services.store, config);
        return { file: from, ...(await importLines(services, () => fileLines(from), { otherSecrets })) };
      },
    ),
  text: ({ file, documents }) =>
    `Took ${plural(documents, 'document')} from ${file}. Check it: rollcall audit verify`,
});
