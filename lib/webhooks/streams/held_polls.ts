import { limits } from '../../../config/limits.ts';

type End = 'look' | 'ended';

interface Turn {
  /** Waits until something is queued for the stream, or it is time to look, or the poll has to answer. */
  wait(): Promise<End>;
  end(): void;
}

interface Held {
  /** Ends the present wait. */
  wake: (why: End) => void;
  isEnded: boolean;
}

/** The polls that wait for an event: one of a stream, and `limits.pollsHeld` of a process. Others are answered at once. */
export class HeldPolls {
  readonly #held = new Map<string, Held>();
  #isStopping = false;

  /** Begins a poll. An earlier one of the stream answers now. */
  begin(streamId: string, hasLeft: AbortSignal): Turn {
    this.#endOf(streamId);
    const held: Held = { wake: () => undefined, isEnded: false };
    if (this.#isStopping || this.#held.size >= limits.pollsHeld) held.isEnded = true;
    else this.#held.set(streamId, held);
    const leave = () => finish(held);
    hasLeft.addEventListener('abort', leave, { once: true });
    return {
      wait: () => waitFor(held),
      end: () => {
        hasLeft.removeEventListener('abort', leave);
        if (this.#held.get(streamId) === held) this.#held.delete(streamId);
      },
    };
  }

  /** Something is queued for these streams. */
  wake(receivers: readonly { readonly id: string }[]): void {
    for (const { id } of receivers) this.#held.get(id)?.wake('look');
  }

  /** Lets all polls answer. */
  stop(): void {
    this.#isStopping = true;
    for (const held of this.#held.values()) finish(held);
  }

  #endOf(streamId: string): void {
    const held = this.#held.get(streamId);
    if (held) finish(held);
  }
}

function finish(held: Held): void {
  held.isEnded = true;
  held.wake('ended');
}

function waitFor(held: Held): Promise<End> {
  if (held.isEnded) return Promise.resolve('ended');
  return new Promise((resolve) => {
    const timer = setTimeout(() => held.wake('look'), limits.pollLookMs);
    held.wake = (why) => {
      clearTimeout(timer);
      held.wake = () => undefined;
      resolve(why);
    };
  });
}
