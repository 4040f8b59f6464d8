import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../lib/rollcall.mjs', import.meta.url));
const server = fileURLToPath(new URL('../../lib/start.mjs', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

/** Runs the file that `npx rollcall` runs as a process of its own, with nothing in its environment but these and PATH. */
export function rollcall(environment: Environment, ...words: string[]): Promise<Ended> {
  return ended(start([bin, ...words], environment));
}

export interface RunningService {
  readonly process: ChildProcess;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the service as a process, with options for Node, and waits until it says where it listens. */
export async function startService(
  environment: Environment,
  ...options: readonly string[]
): Promise<RunningService> {
  const child = start([...options, server], {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_FORMAT: 'json',
    MONGODB_CREATE: 'true',
    ...environment,
  });
  const exited = once(child, 'exit');
  return {
    process: child,
    url: await listening(child),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Starts the service where it cannot start, and waits for its end. */
export function serviceRefused(environment: Environment): Promise<Ended> {
  return ended(start([server], environment));
}

export interface NpmStart {
  /** npm, the leader of a process group of its own, in which the service is too. */
  readonly npm: ChildProcess;
  /** The code that npm ends with, and all that was said. */
  readonly ended: Promise<Ended>;
}

/** `npm start`, as soon as the service listens. */
export async function npmStart(environment: Environment): Promise<NpmStart> {
  const { PATH = '' } = process.env;
  const npm = spawn('npm', ['start'], {
    cwd: root,
    env: { PATH, HOST: '127.0.0.1', PORT: '0', LOG_FORMAT: 'json', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const orphans = () => process.kill(-Number(npm.pid), 'SIGKILL');
  process.once('exit', orphans);
  const outcome = ended(npm).finally(() => process.off('exit', orphans));
  await listening(npm);
  return { npm, ended: outcome };
}

function start(args: readonly string[], environment: Environment): ChildProcess {
  const { PATH = '' } = process.env;
  return spawn(process.execPath, args, {
    env: { PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: stdout(), stderr: stderr() };
}

function collected(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

function listening(child: ChildProcess): Promise<string> {
  const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)];
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const url = /"url":"([^"]+)"/.exec(stdout())?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', () => reject(new Error(`the service ended: ${stdout()}${stderr()}`)));
  });
}
