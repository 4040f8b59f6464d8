import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { storeIn } from '../../../config/data_dir.ts';
import { importLines } from '../../operations/index.ts';
import { isServed } from '../control_client.ts';
import { Trouble } from '../errors.ts';
import { withServices } from '../open.ts';
import { claimStore } from '../own_secrets.ts';
import { plural } from '../terminal/layout.ts';
import { checkReadable, fileLines } from './files.ts';
import { localCommand } from './local_command.ts';

export const restoreCommand = localCommand({
  name: 'restore',
  summary: 'Makes the embedded store from a backup, where there is none. The service must not run.',
  example: 'restore /backups/monday.ndjson',
  begins: true,
  args: z.object({ file: z.string().min(1).describe('the file that backup wrote') }),
  positional: ['file'],
  needsSecrets: () => true,
  run: async (config, { file }) => {
    const { dataDir, mongodbUri } = config;
    if (mongodbUri !== undefined)
      throw new Trouble('configuration', 'Restore MongoDB with mongorestore. See docs/operators/backup.md.');
    await checkReadable(file);
    const isRunning = await isServed(dataDir);
    if (isRunning || storeIn(dataDir) !== 'none')
      throw new Trouble(
        'store_in_use',
        `There is a store in ${dataDir}. Stop the service and move ${join(dataDir, 'store')} away before a restore.`,
      );
    const draft = join(dataDir, 'restoring');
    await rm(draft, { recursive: true, force: true });
    try {
      const restored = await withServices({ ...config, dataDir: draft }, async (services) => {
        const taken = await importLines(services, () => fileLines(file), {
          otherSecrets: false,
          sameSamlSecret: true,
        });
        await claimStore(services.store, config);
        return taken;
      });
      await rename(join(draft, 'store'), join(dataDir, 'store'));
      return { file, ...restored };
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  },
  text: ({ file, documents }) =>
    `Restored ${plural(documents, 'document')} from ${file}. Check it: rollcall audit verify`,
});
