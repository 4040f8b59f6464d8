import { limits } from '../../../config/limits.ts';
import type { Snapshot } from '../port.ts';
import type { Layouts } from './layout.ts';
import { Reads, type Source } from './reads.ts';
import type { View } from './view.ts';

/** Reads through one view, which it closes. */
export class EmbeddedSnapshot extends Reads implements Snapshot {
  readonly #view: View;
  readonly #end: NodeJS.Timeout;

  constructor(view: View, layouts: Layouts) {
    super(sourceIn(view), layouts);
    this.#view = view;
    this.#end = setTimeout(() => void this.close(), limits.snapshotMs).unref();
  }

  async close(): Promise<void> {
    clearTimeout(this.#end);
    await this.#view.close();
  }
}

function sourceIn(view: View): Source {
  return {
    get: (key) => view.get(key),
    getThrough(key) {
      const holder = view.get(key);
      return holder === undefined ? undefined : view.get(holder);
    },
    look: (at) => at(view),
  };
}
