import { existsSync } from 'node:fs';
import { link, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { LAST_BACKUP } from '../../../config/data_dir.ts';
import { systemRuntime } from '../../kernel/index.ts';
import { counting, exportLines } from '../../operations/index.ts';
import { exportOfService } from '../control_client.ts';
import { Trouble } from '../errors.ts';
import { askOrOpen } from '../open.ts';
import { plural } from '../terminal/layout.ts';
import { whole } from './export.ts';
import { linesOf, writeLines } from './files.ts';
import { localCommand } from './local_command.ts';

export const backupCommand = localCommand({
  name: 'backup',
  summary: 'Writes the embedded store at one moment to a new file, while the service runs.',
  example: 'backup /backups/monday.ndjson',
  begins: false,
  args: z.object({ file: z.string().min(1).describe('a new file') }),
  positional: ['file'],
  run: async (config, { file }) => {
    if (config.mongodbUri !== undefined)
      throw new Trouble(
        'configuration',
        'MongoDB has its own tools for a backup of one moment, such as mongodump --oplog. See docs/operators/backup.md.',
      );
    const write = async (lines: AsyncIterable<string>) => {
      const counted = counting(lines);
      await writeWhole(file, whole(counted));
      return { file: resolve(file), ...counted.moved() };
    };
    const written = await askOrOpen(
      config,
      async (directory) => {
        const pieces = await exportOfService(directory);
        return pieces && write(linesOf(pieces));
      },
      (services) => write(exportLines(services)),
    );
    await writeFile(join(config.dataDir, LAST_BACKUP), `${new Date(systemRuntime().now()).toISOString()}\n`, {
      mode: 0o600,
    });
    return written;
  },
  text: ({ file, documents }) =>
    `Wrote ${plural(documents, 'document')} to ${file}. Keep it as safe as the data. The secrets are not in it: save them too, elsewhere if you can.`,
});

/** Writes a file that has its name only when it is complete: one that was killed leaves `….part`. */
async function writeWhole(file: string, lines: AsyncIterable<string>): Promise<void> {
  const part = `${file}.part`;
  if (existsSync(file)) throw exists(file);
  await rm(part, { force: true });
  await writeLines(part, lines);
  try {
    await link(part, file);
  } catch (error) {
    throw existsSync(file) ? exists(file, error) : error;
  } finally {
    await rm(part, { force: true });
  }
}

function exists(file: string, cause?: unknown): Trouble {
  return new Trouble(
    'file_exists',
    `${file} exists already. A backup never replaces another: name a new file.`,
    cause,
  );
}
