import type { ChildProcess } from 'node:child_process';
import { versionAt } from './commit.ts';
import { type Options, type WorkName, workNames } from './options.ts';
import { peers } from './peers.ts';
import { seedMembers } from './seed_members.ts';
import { type BenchedService, startBenched } from './service.ts';

/** A server that runs, and how to speak to it. */
export interface Contestant {
  readonly process: ChildProcess;
  readonly port: number;
  readonly token: string;
  /** Where its SCIM begins. */
  readonly scim: string;
  /** The users that it began with. */
  readonly userIds?: readonly string[];
  readonly rollcall?: BenchedService['rollcall'];
}

/** What is measured in turns with others. */
export interface Contender {
  readonly name: string;
  /** The kinds of request that it can be asked. */
  readonly works: readonly WorkName[];
  start(mongodbUri: string | undefined): Promise<Contestant>;
}

export const present: Contender = { name: 'now', works: workNames, start: (uri) => startBenched(uri) };

/** This version with each size of the directory, which is filled as `import` fills a store. */
export function sizes({ users }: Options): Contender[] {
  return users.map((count) => ({
    name: `${count.toLocaleString('en')} users`,
    works: workNames,
    start: (uri) => startBenched(uri, count, undefined, seedMembers),
  }));
}

/** Those that the options want to see beside this version. */
export async function rivals(
  { against, compare, store }: Options,
  say: (what: string) => void,
): Promise<Contender[]> {
  const found: Contender[] = [];
  if (against !== undefined) {
    say(`building ${against}`);
    found.push(await earlier(against));
  }
  if (compare) {
    say('installing other servers');
    found.push(...(await peers(store)));
  }
  return found;
}

/** Only versions with service accounts can be asked for access. */
async function earlier(commit: string): Promise<Contender> {
  const version = await versionAt(commit);
  const works = workNames.filter((work) => work !== 'access');
  return { name: commit, works, start: (uri) => startBenched(uri, 0, version) };
}
