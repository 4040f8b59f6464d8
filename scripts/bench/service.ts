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
import { loadersOf, start } from './processes.ts';
import { seedUsers } from './seed.ts';

export interface BenchedService {
  readonly process: ChildProcess;
  readonly port: number;
  readonly token: string;
  /** Where its SCIM begins. */
  readonly scim: string;
  readonly integrationId: string;
  readonly owner: { readonly username: string; readonly password: string };
  /** The users that it began with. */
  readonly userIds: readonly string[];
  /** Runs a command of the operator, in the service itself where the store is embedded. */
  rollcall(...words: readonly string[]): Promise<string>;
}

const SCIM = '/api/scim/v2/groups/bench';
const rateLimit = '100000000/1s';

/** The programs of one version of Rollcall, as files; early versions were not compiled. */
export interface Version {
  readonly server: string;
  readonly cli: string;
}

/** The version of this checkout. */
export async function present(): Promise<Version> {
  return { server: fileURLToPath(await built('server')), cli: fileURLToPath(await built('cli')) };
}

/** Makes a group named `bench` with so many users, and starts the service as it is started for real, with its log going to a file. */
export async function startBenched(
  mongodbUri?: string,
  users = 0,
  version?: Version,
  seed = seedUsers,
): Promise<BenchedService> {
  const { server, cli } = version ?? (await present());
  const directory = throwAwayDirectory('rollcall-bench');
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    DATA_DIR: directory,
    PORT: String(port),
    RATE_LIMIT: rateLimit,
    ...(mongodbUri === undefined ? {} : { MONGODB_URI: mongodbUri }),
  };
  const rollcall = commandsOf(env, cli);
  const made = await bootstrapped(rollcall);
  const userIds = users === 0 ? [] : await seed(env, made, users);
  const log = join(directory, 'service.log');
  const child = start(server, [], {
    env,
    stdio: ['ignore', openSync(log, 'a'), 'inherit', 'ipc'],
  });
  await listening(child, port, log);
  const { scimToken: token, integrationId, username, password = '' } = made;
  return {
    process: child,
    port,
    token,
    scim: SCIM,
    integrationId,
    owner: { username, password },
    userIds,
    rollcall,
  };
}

function commandsOf(env: NodeJS.ProcessEnv, cli: string): BenchedService['rollcall'] {
  return async (...words) =>
    (await promisify(execFile)(process.execPath, [...loadersOf(cli), cli, ...words, '--json'], { env }))
      .stdout;
}

async function bootstrapped(rollcall: BenchedService['rollcall']): Promise<Bootstrapped> {
  const made = await rollcall('bootstrap', '--group', 'bench', '--owner', 'owner@bench.test');
  await rollcall('integration', 'change', 'bench', '--removal-guard', 'off');
  return JSON.parse(made) as Bootstrapped;
}

async function listening(child: ChildProcess, port: number, log: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    if (child.exitCode !== null) throw new Error(`the service did not start:\n${readFileSync(log, 'utf8')}`);
    await setTimeout(50);
  }
}
