import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { built, out } from '../../lib/build.mjs';
import type { Question } from './probe.ts';

/** What node needs to run a script. */
export function loadersOf(script: string): readonly string[] {
  return script.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
}

/** A script of this folder, compiled as the service is: no loader is measured with it. */
export function measured(name: string): string {
  return join(out, `bench-${basename(name)}.js`);
}

await built('server');
await build({
  entryPoints: ['probe.ts', './ceilings/*.ts', './peers/*.ts'],
  absWorkingDir: import.meta.dirname,
  outdir: out,
  entryNames: 'bench-[name]',
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
});

/** Starts a script as a process that never outlives this one, and that `ask` may ask. */
export function start(script: string, args: readonly string[], options: ForkOptions = {}): ChildProcess {
  const child = fork(script, [...args], {
    execArgv: [
      '--disable-proto=throw',
      ...loadersOf(script),
      '--import',
      pathToFileURL(measured('probe')).href,
    ],
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
