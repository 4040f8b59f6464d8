import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installServer, startServer } from '../test/store/mongo/server.ts';

/** The test server slows down with every database that it has held, so each of these parts of the suite gets a new one. */
const PARTS = 10;
const AT_ONCE = 2;
const MOCHA = ['npx', 'mocha', '--timeout', '600000'];

const children = new Set<ReturnType<typeof spawn>>();
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
      const command = [...MOCHA, ...part];
      codes.push(await onServer((env) => run(command, env, 'whole')));
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

/** Answers the exit code. The output comes as it is made, or whole at the end. */
async function run(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  output: 'live' | 'whole' = 'live',
): Promise<number> {
  const out = output === 'live' ? 'inherit' : 'pipe';
  const child = spawn(program, args, { stdio: ['inherit', out, out], env: { ...process.env, ...env } });
  children.add(child);
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => said.push(piece));
  await once(child, 'close');
  children.delete(child);
  process.stdout.write(Buffer.concat(said));
  return child.exitCode ?? 1;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    stopped = true;
    for (const child of children) child.kill(signal);
  });

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
