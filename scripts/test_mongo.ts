import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startServer } from '../test/store/mongo/server.ts';

/**
 * Runs the command behind `--` with MONGODB_URI set: to the server that it names already, else to a test server that
 * is installed into `.venv` when it is not there, started for this run and thrown away after it.
 */
async function main(): Promise<number> {
  const [command, ...args] = process.argv.slice(process.argv.indexOf('--') + 1);
  if (command === undefined || !process.argv.includes('--')) {
    process.stderr.write('usage: scripts/test_mongo.ts -- command [arguments]\n');
    return 2;
  }
  const given = process.env.MONGODB_URI;
  if (given) return runWith({ MONGODB_URI: given }, command, args);
  const server = await startServer();
  try {
    return await runWith({ MONGODB_URI: server.uri, MONGODB_THROWN_AWAY: '1' }, command, args);
  } finally {
    await server.stop();
  }
}

async function runWith(env: NodeJS.ProcessEnv, command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  await once(child, 'exit');
  return child.exitCode ?? 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
