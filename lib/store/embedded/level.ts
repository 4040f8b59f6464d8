import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import { Unavailable } from '../errors.ts';

const FORMAT_KEY = 'format';
const FORMAT = 1;

/** Memory for file blocks, and for writes that are not in a sorted file yet (they are in the log). */
const CACHE_BYTES = 33_554_432;
const WRITE_BUFFER_BYTES = 16_777_216;
/** Fewer, larger files need less merging. */
const FILE_BYTES = 16_777_216;

/** Opens LevelDB in `directory`, and creates the directory if needed. Throws `Unavailable` with a sentence. */
export async function openLevel(directory: string): Promise<ClassicLevel> {
  const level = new ClassicLevel(directory, {
    cacheSize: CACHE_BYTES,
    writeBufferSize: WRITE_BUFFER_BYTES,
    maxFileSize: FILE_BYTES,
  });
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await level.open();
  } catch (error) {
    throw new Unavailable(whyNot(directory, error), { cause: error });
  }
  try {
    await checkFormat(level, directory);
    return level;
  } catch (error) {
    await level.close();
    throw error;
  }
}

async function checkFormat(level: ClassicLevel, directory: string): Promise<void> {
  const format = level.getSync(FORMAT_KEY);
  if (format === undefined) await level.put(FORMAT_KEY, String(FORMAT), { sync: true });
  else if (format !== String(FORMAT))
    throw new Unavailable(
      `${directory} holds a store of format ${format}, written by another version of Rollcall; this one reads format ${FORMAT}. Start the version that wrote it.`,
    );
}

function whyNot(directory: string, error: unknown): string {
  const { code, message } = causeOf(error);
  if (code === 'LEVEL_LOCKED')
    return `Rollcall is already running on ${directory}: another process has the store open. Stop that one, or choose another DATA_DIR.`;
  return `The store in ${directory} cannot be opened: ${message}. Check the rights of the directory and the disk, or restore a backup.`;
}

function causeOf(error: unknown): { readonly code?: string; readonly message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return error.cause instanceof Error ? causeOf(error.cause) : error;
}
