import type { ChildProcess } from 'node:child_process';
import { execFile } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { built } from '../../lib/build.mjs';
import type { Bootstrapped } from '../../lib/operations/bootstrap.ts';
import { freePort, throwAwayDirectory } from '../scratch.ts';
import { start } from './processes.ts';
import { seedUsers } from './seed.ts';

export interface BenchedService {
  readonly process: ChildProcess;
  readonly port: number;
  readonly token: string;
  /** The users that it began with. */
  readonly userIds: readonly string[];
}

const rateLimit = '100000000/1s';

/** Makes a group named `bench` with so many users, and starts the service as it is started for real, with its log going to a file. */
export async function startBenched(mongodbUri?: string, users = 0): Promise<BenchedService> {
  const directory = throwAwayDirectory('rollcall-bench');
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    DATA_DIR: directory,
    PORT: String(port),
    RATE_LIMIT: rateLimit,
    ...(mongodbUri === undefined ? {} : { MONGODB_URI: mongodbUri }),
  };
  const made = await bootstrapped(env);
  const userIds = await seedUsers(env, made, users);
  const log = join(directory, 'service.log');
  const child = start(fileURLToPath(await built('server')), [], {
    env,
    stdio: ['ignore', openSync(log, 'a'), 'inherit', 'ipc'],
  });
  await listening(child, port, log);
  return { process: child, port, token: made.scimToken, userIds };
}

async function bootstrapped(env: NodeJS.ProcessEnv): Promise<Bootstrapped> {
  const cli = fileURLToPath(await built('cli'));
  const rollcall = (...words: string[]) => promisify(execFile)(process.execPath, [cli, ...words], { env });
  const { stdout } = await rollcall('bootstrap', '--group', 'bench', '--owner', 'owner@bench.test', '--json');
  await rollcall('integration', 'change', 'bench', '--removal-guard', 'off');
  return JSON.parse(stdout) as Bootstrapped;
}

async function listening(child: ChildProcess, port: number, log: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    if (child.exitCode !== null) throw new Error(`the service did not start:\n${readFileSync(log, 'utf8')}`);
    await setTimeout(50);
  }
}
