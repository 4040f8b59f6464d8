import { constants, existsSync } from 'node:fs';
import { access, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exposed, LAST_BACKUP } from '../../../config/data_dir.ts';
import { messageOf } from '../../../config/error.ts';
import type { Runtime } from '../../kernel/index.ts';
import type { Directory } from '../types.ts';

export async function directoryOf(dataDir: string, { random }: Pick<Runtime, 'random'>): Promise<Directory> {
  const place = nearest(dataDir);
  const { bavail, blocks, bsize } = await statfs(place);
  const [unwritable, backupAt] = await Promise.all([
    place === dataDir ? whyUnwritable(dataDir, random) : whyUnusable(place),
    lastBackup(dataDir),
  ]);
  return {
    ...(unwritable === undefined ? {} : { unwritable }),
    ...(backupAt === undefined ? {} : { backupAt }),
    exposed: exposed(dataDir),
    free: bavail * bsize,
    size: blocks * bsize,
  };
}

/** The directory itself, or the first above it that exists. */
function nearest(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearest(dirname(path));
}

async function whyUnwritable(directory: string, random: Runtime['random']): Promise<string | undefined> {
  const file = join(directory, `doctor.${random(8).toString('hex')}`);
  try {
    await writeFile(file, '', { mode: 0o600, flush: true });
    return undefined;
  } catch (error) {
    return messageOf(error);
  } finally {
    await rm(file, { force: true });
  }
}

async function whyUnusable(directory: string): Promise<string | undefined> {
  try {
    await access(directory, constants.W_OK);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function lastBackup(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, LAST_BACKUP), 'utf8').catch(() => '');
  const at = Date.parse(text.trim());
  return Number.isNaN(at) ? undefined : at;
}
