import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installServer, startServer } from '../test/store/mongo/server.ts';

/** The test server slows down with every database that it has held, so each of these parts of the suite gets a new one. */
const PARTS = 10;
const AT_ONCE = 2;
/** A part that takes longer hangs: what it has said is shown, and it ends with everything that it started. */
const PART_MS = 900_000;
const MOCHA = ['npx', 'mocha', '--timeout', '300000'];

/** End what runs, with all that it started. */
const enders = new Set<(signal: NodeJS.Signals) => void>();
let stopped = false;

/**
 * Runs the whole suite on MongoDB, or the command behind `--` with MONGODB_URI set: on the server that MONGODB_URI
 * names already, else on test servers that are installed into `.venv`, started for this run and thrown away after it.
 * Answers the exit code.
 */
async function main(args: readonly string[]): Promise<number> {
  if (args.length === 1 || (args.length > 0 && args[0] !== '--')) {
    process.stderr.write('Usage: scripts/test_mongo.ts [-- command [arguments]]\n');
    return 2;
  }
  const command = args.slice(1);
  const given = process.env.MONGODB_URI;
  if (given)
    return run(command.length > 0 ? command : [...MOCHA, ...(await suite())], { MONGODB_URI: given });
  if (command.length > 0) return onServer((env) => run(command, env));
  return inParts(await suite());
}

/** The test files of `npm test`. */
async function suite(): Promise<string[]> {
  const files = await readdir(join(import.meta.dirname, '../test'), { recursive: true });
  return files
    .filter((file) => file.endsWith('.test.ts') && !/^(browser|chaos|clients)\//.test(file))
    .sort()
    .map((file) => `test/${file}`);
}

async function inParts(files: readonly string[]): Promise<number> {
  const parts = Array.from({ length: PARTS }, (_, part) => files.filter((_file, n) => n % PARTS === part));
  await installServer();
  const codes: number[] = [];
  const worker = async () => {
    for (let part = parts.shift(); part && !stopped; part = parts.shift()) {
      const files = part;
      codes.push(await onServer((env) => runPart(files, env)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return Math.max(...codes);
}

async function onServer(work: (env: NodeJS.ProcessEnv) => Promise<number>): Promise<number> {
  const server = await startServer();
  try {
    return await work({ MONGODB_URI: server.uri, MONGODB_THROWN_AWAY: '1' });
  } finally {
    await server.stop();
  }
}

/** Runs a command that says what it has to say at once. Answers the exit code. */
async function run([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  return closed(child, (signal) => void child.kill(signal));
}

/** Runs a part of the suite, shows its output whole at the end, and ends it when it takes too long. */
async function runPart(files: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const [program = '', ...args] = [...MOCHA, ...files];
  const child = spawn(program, args, { detached: true, env: { ...process.env, ...env } });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => said.push(piece));
  const endGroup = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal);
  };
  const overdue = setTimeout(() => {
    said.push(Buffer.from(`\nThis part was ended after ${PART_MS / 60_000} minutes.\n`));
    endGroup('SIGKILL');
  }, PART_MS);
  const code = await closed(child, endGroup);
  clearTimeout(overdue);
  process.stdout.write(Buffer.concat(said));
  return code;
}

async function closed(child: ChildProcess, end: (signal: NodeJS.Signals) => void): Promise<number> {
  enders.add(end);
  await once(child, 'close');
  enders.delete(end);
  return child.exitCode ?? 1;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    stopped = true;
    for (const end of enders) end(signal);
  });

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
