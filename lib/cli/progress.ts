import { setTimeout } from 'node:timers/promises';
import { limits } from '../../config/limits.ts';
import type { WorkView } from '../operations/index.ts';
import { harmless } from './terminal/layout.ts';
import type { Output } from './terminal/paint.ts';
import type { Progress, Show, Watch } from './watch.ts';
import { progressOf, work } from './work.ts';

/** The newest work of the group of a command. */
export const workOfGroup: Watch = {
  name: work.name,
  args: (given) => ('group' in given ? { group: given.group, limit: 10 } : {}),
  progress: (result) =>
    (result as { works: readonly WorkView[] }).works.find(({ state }) => state === 'running'),
};

/** Runs a command, and shows while it takes long what `ask` says of its progress. */
export async function withProgress<T>(
  run: () => Promise<T>,
  ask: () => Promise<Progress | undefined>,
  show: Show | undefined,
): Promise<T> {
  if (!show) return run();
  const ended = new AbortController();
  const showing = showRepeatedly(ask, show, ended.signal);
  try {
    return await run();
  } finally {
    ended.abort();
    await showing;
  }
}

/** Never throws: the command says what is wrong. */
async function showRepeatedly(
  ask: () => Promise<Progress | undefined>,
  show: Show,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      await setTimeout(limits.workPoll, undefined, { signal });
      const progress = await ask();
      if (progress && !signal.aborted) show(progress);
    }
  } catch {
    return;
  }
}

/** Shows on a line of a terminal, which the last call removes. */
export function progressLine(output: Output | undefined): { show: Show | undefined; clear(): void } {
  if (!output?.isTTY) return { show: undefined, clear: () => undefined };
  let isShown = false;
  return {
    show(progress) {
      isShown = true;
      output.write(
        `\r\u001b[K${harmless(`${progress.title}: ${progressOf(progress)}`).slice(0, (output.columns ?? 80) - 1)}`,
      );
    },
    clear() {
      if (isShown) output.write('\r\u001b[K');
    },
  };
}
