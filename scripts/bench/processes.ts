import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Question } from './probe.ts';

/** How node is told to run TypeScript. */
export const tsx = ['--import', import.meta.resolve('tsx')];
const probe = ['--import', new URL('probe.ts', import.meta.url).href];

/** Starts a script of the project as a process that never outlives this one, and that `ask` may ask. */
export function start(script: URL, args: readonly string[], options: ForkOptions = {}): ChildProcess {
  const child = fork(script, [...args], {
    execArgv: ['--disable-proto=throw', ...tsx, ...probe],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...options,
  });
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  child.once('exit', () => process.off('exit', orphan));
  return child;
}

/** The next message of a process. Throws when the process ends instead. */
export function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`${child.spawnargs.at(-1)} ended with ${child.exitCode}`));
    child.once('exit', ended);
    child.once('message', (received) => {
      child.off('exit', ended);
      resolve(received as T);
    });
  });
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Asks a process what its probe knows. */
export function ask<T>(child: ChildProcess, question: Question): Promise<T> {
  const answer = message<T>(child);
  child.send(question);
  return answer;
}
