import type { Profiler } from 'node:inspector';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Spent {
  readonly name: string;
  /** A file of the project, a package, or `node`. */
  readonly place: string;
  /** Part of the time in which the process was not idle. */
  readonly share: number;
}

export interface Profile {
  readonly functions: readonly Spent[];
  readonly places: readonly Spent[];
}

type Node = Profiler.ProfileNode;

const MOST = 25;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where a profile says that the time went: by function, and by package or folder. */
export function summaryOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Profile {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node])));
  const functions = new Tally();
  const places = new Tally();
  for (const [at, id] of samples.entries()) {
    const node = byId.get(id);
    if (!node || isOutside(node)) continue;
    const caller = callerOf(node, parents);
    const place = placeOf(caller.callFrame.url);
    const name = node === caller ? nameOf(node) : `${nameOf(node)} in ${nameOf(caller)}`;
    functions.add(name, place, timeDeltas[at] ?? 0);
    places.add('', folderOf(place), timeDeltas[at] ?? 0);
  }
  return { functions: functions.most(), places: places.most() };
}

class Tally {
  readonly #times = new Map<string, { name: string; place: string; time: number }>();
  #total = 0;

  add(name: string, place: string, time: number): void {
    const key = `${name}\0${place}`;
    const known = this.#times.get(key) ?? { name, place, time: 0 };
    known.time += time;
    this.#total += time;
    this.#times.set(key, known);
  }

  most(): Spent[] {
    return [...this.#times.values()]
      .toSorted((a, b) => b.time - a.time)
      .slice(0, MOST)
      .map(({ name, place, time }) => ({ name, place, share: time / this.#total }));
  }
}

/** Neither idle nor busy with this very profile. */
function isOutside({ callFrame: { functionName, url } }: Node): boolean {
  return (
    functionName === '(idle)' || functionName === '(root)' || (functionName === 'dispatch' && url === '')
  );
}

/** A function of the engine has no file; its time belongs to who called it. */
function callerOf(node: Node, parents: ReadonlyMap<number, Node>): Node {
  let caller: Node | undefined = node;
  while (caller?.callFrame.url === '') caller = parents.get(caller.id);
  return caller ?? node;
}

function nameOf({ callFrame: { functionName, lineNumber } }: Node): string {
  return functionName || `(line ${lineNumber + 1})`;
}

function placeOf(url: string): string {
  if (url === '' || url.startsWith('node:')) return url === '' ? 'node' : url;
  const path = url.startsWith('file:') ? fileURLToPath(url.replace(/[?#].*$/, '')) : url;
  const dependency = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\/(.*)/.exec(path);
  if (dependency) return `${dependency[1]} ${dependency[2]}`;
  return path.startsWith(root) ? relative(root, path) : path;
}

function folderOf(place: string): string {
  if (place.startsWith('node')) return 'node';
  return place.startsWith('lib/') ? place.split('/').slice(0, -1).join('/') : (place.split(' ')[0] ?? '');
}
