import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../../scripts/scratch.ts';

const run = promisify(execFile);
const venv = join(import.meta.dirname, '../../../.venv');
const program = join(venv, 'bin/secantusd-py');
const pinned = 'SecantusDB==0.7.0b3';
/** In memory where there is room for files: each commit is synced, and a busy disk would take minutes for a suite. */
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A throw-away server that speaks MongoDB's protocol, started as a process of its own. */
export interface TestServer {
  readonly uri: string;
  /** Ends it as a power cut would; the data stay. */
  kill(): Promise<void>;
  /** Starts it again on the same port and the same data. */
  restart(): Promise<void>;
  /** Lets it do nothing for a time. */
  pause(ms: number): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Installs the test server into `.venv` of the project when it is not there yet. Throws a sentence when it cannot. */
export async function installServer(): Promise<void> {
  if (existsSync(program)) return;
  const python = await run('python3', ['--version']).catch(() => undefined);
  if (!python) {
    throw new Error(
      'The MongoDB tests need python3 (3.10 to 3.13) for their test server, or MONGODB_URI naming a MongoDB 8 to use instead.',
    );
  }
  try {
    await run('python3', ['-m', 'venv', venv]);
    await run(join(venv, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', pinned]);
  } catch (error) {
    await rm(venv, { recursive: true, force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The test server ${pinned} could not be installed with python3 -m venv and pip: ${reason}`,
    );
  }
}

/** Starts a server of its own on a free port, with fail points and with every commit synced to disk. */
export async function startServer(): Promise<TestServer> {
  await installServer();
  const directory = await mkdtemp(join(scratch, 'rollcall-mongo-'));
  const port = await freePort();
  let child = await launch(directory, port);
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    uri: `mongodb://127.0.0.1:${port}/rollcall`,
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGKILL');
      child = await launch(directory, port);
    },
    async pause(ms) {
      child.kill('SIGSTOP');
      await setTimeout(ms);
      child.kill('SIGCONT');
    },
    async stop() {
      await end('SIGTERM');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Resolves when the server says that it listens. */
async function launch(directory: string, port: number): Promise<ChildProcess> {
  const options = ['--host', '127.0.0.1', '--port', String(port), '--storage-path', directory];
  const child = spawn(program, [...options, '--sync-on-commit', '--enable-test-commands'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  child.once('exit', () => process.off('exit', orphan));
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the test server did not start:\n${said.join('\n')}`)));
    createInterface(child.stderr).on('line', (line) => {
      if (line.includes('listening on')) resolve();
      if (said.push(line) > 50) said.shift();
    });
  });
  return child;
}
