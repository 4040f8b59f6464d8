import { limits } from '../../../config/limits.ts';
import type { Doc, Snapshot } from '../port.ts';
import type { Layouts } from './layout.ts';
import { Reads, type Source } from './reads.ts';
import { parsed } from './stored.ts';
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
  const get = (key: string) => {
    const text = view.get(key);
    return text === undefined ? undefined : parsed<Doc>(text);
  };
  return {
    get,
    through(key) {
      const holder = view.get(key);
      return holder === undefined ? undefined : get(holder);
    },
    several: () => undefined,
    list: () => undefined,
    listing: () => () => undefined,
    noteEmpty: async () => undefined,
    look: (at) => at(view),
  };
}
