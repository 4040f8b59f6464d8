import { setTimeout } from 'node:timers/promises';
import { limits } from '../../config/limits.ts';
import type { WorkView } from '../operations/index.ts';
import { harmless } from './terminal/layout.ts';
import type { Output } from './terminal/paint.ts';
import { progressOf } from './work.ts';

/** Shows how far long work is. */
export type Show = (work: WorkView) => void;

/**
 * Runs a command, and shows how far the newest work of its group is while the command takes long. `ask` runs the
 * command `work` where the store is.
 */
export async function withProgress<T>(
  run: () => Promise<T>,
  ask: () => Promise<object | undefined>,
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
  ask: () => Promise<object | undefined>,
  show: Show,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      await setTimeout(limits.workPoll, undefined, { signal });
      const { works = [] } = ((await ask()) ?? {}) as { works?: readonly WorkView[] };
      const running = works.find(({ state }) => state === 'running');
      if (running && !signal.aborted) show(running);
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
    show(work) {
      isShown = true;
      output.write(
        `\r\u001b[K${harmless(`${work.title}: ${progressOf(work)}`).slice(0, (output.columns ?? 80) - 1)}`,
      );
    },
    clear() {
      if (isShown) output.write('\r\u001b[K');
    },
  };
}
