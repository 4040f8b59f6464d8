import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { program } from '../../program.ts';

export interface Running {
  kill(): void;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** All lines that it printed, those too that were read after its end. */
  readonly lines: readonly string[];
}

export interface Script {
  /** A script of this folder. */
  readonly name: string;
  readonly args: readonly string[];
  /** Bytes beyond which the process can write no file, as on a full disk. */
  readonly fileBytes?: number;
  /** Told of each line. */
  said?(lines: readonly string[], child: Running): void;
}

/** Runs a script as a process of its own until it ends. */
export async function run({ name, args, fileBytes, said }: Script): Promise<Ended> {
  const { loader, file } = program(`test/store/embedded/${name}`);
  const node = [process.execPath, ...loader, file, ...args];
  // POSIX counts the limit in units of 512 bytes.
  const limit = fileBytes === undefined ? '' : `ulimit -f ${Math.floor(fileBytes / 512)} && `;
  const child = spawn('sh', ['-c', `${limit}exec "$@"`, 'sh', ...node], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    said?.(lines, { kill });
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  process.off('exit', kill);
  return { code, signal, lines };
}
