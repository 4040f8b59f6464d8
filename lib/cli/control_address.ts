import { mkdtemp, readFile, realpath, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const SOCKET = 'control.sock';
/** Contains the address of a socket that does not fit into the directory. */
const POINTER = 'control.path';
/** The kernel takes 107 bytes on Linux and 103 on macOS. */
const MAX_BYTES = 100;

/** The socket address of the service of a data directory. Undefined when it certainly does not run. */
export async function controlAddress(directory: string): Promise<string | undefined> {
  const home = await realpath(directory).catch(() => directory);
  return (await pointedAt(home)) ?? ownAddress(home);
}

/**
 * Prepares the address of a socket: removes what a dead service left, and chooses a short path if the directory's own
 * is too long.
 */
export async function prepareAddress(directory: string): Promise<string> {
  await clearAddress(directory);
  const home = await realpath(directory);
  const own = ownAddress(home);
  if (own !== undefined) return own;
  const elsewhere = join(await mkdtemp(join(tmpdir(), 'rollcall-')), SOCKET);
  await writeFile(join(home, POINTER), elsewhere, { mode: 0o600 });
  return elsewhere;
}

export async function clearAddress(directory: string): Promise<void> {
  const home = await realpath(directory);
  const elsewhere = await pointedAt(home);
  if (elsewhere !== undefined) await rm(dirname(elsewhere), { recursive: true, force: true });
  for (const name of [POINTER, SOCKET]) await unlink(join(home, name)).catch(ignoreMissing);
}

function ownAddress(home: string): string | undefined {
  const own = join(home, SOCKET);
  return Buffer.byteLength(own) <= MAX_BYTES ? own : undefined;
}

async function pointedAt(home: string): Promise<string | undefined> {
  const written = await readFile(join(home, POINTER), 'utf8').catch(ignoreMissing);
  return written?.endsWith(`/${SOCKET}`) ? written : undefined;
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
