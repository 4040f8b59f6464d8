import { type Indexable, indexable, listed } from '../../scim/index.ts';
import { TooManyMatches } from '../errors.ts';
import type { Collection, Doc, Search } from '../port.ts';
import { encoded, escaped, part, type Span, spanOf } from './keys.ts';
import type { Layout } from './layout.ts';
import { textsOf } from './page.ts';
import type { View } from './view.ts';

/** The most documents or index entries per step. Other requests run in between. */
const STEP = 128;

/**
 * The documents that may match: along an index if the filter has a term for one, else all, by id. Returns each once, as
 * stored. Throws `TooManyMatches` above `most`.
 */
export async function* candidates<D extends Doc>(
  view: View,
  layout: Layout,
  from: Collection<D>,
  scope: string,
  { filter }: Search,
  most: number,
): AsyncGenerator<string[]> {
  const keys = from.search?.keys ?? {};
  const term = filter && indexable(filter, keys);
  const index = term && keys[term.text]?.index;
  const ids = filter && term?.op !== 'eq' ? listed(filter, 'id') : undefined;
  let looked = 0;
  const counted = (count: number): void => {
    looked += count;
    if (looked > most) throw new TooManyMatches(most);
  };
  if (ids) {
    const all = [...new Set(ids)].map((id) => layout.document(scope, id));
    counted(all.length);
    yield* textsOf(view, all);
  } else if (!term || index === undefined || index === 'id') {
    const documents = layout.documents(scope);
    const span = term && index === 'id' ? spanOfIds(documents, term) : spanOf(documents);
    for await (const pairs of view.pairs(span, STEP)) {
      counted(pairs.length);
      yield pairs.map(([, text]) => text);
    }
  } else if (term.op === 'eq' && layout.isUnique(index)) {
    const holder = view.get(layout.unique(index, scope, [term.value]));
    const text = holder === undefined ? undefined : view.get(holder);
    if (text !== undefined) yield [text];
  } else {
    const seen = new Set<string>();
    for await (const pairs of view.pairs(spanOfTerm(layout, index, scope, term), STEP)) {
      counted(pairs.length);
      const holders = new Set(pairs.map(([, holder]) => holder).filter((holder) => !seen.has(holder)));
      for (const holder of holders) seen.add(holder);
      yield* textsOf(view, [...holders]);
    }
  }
}

function spanOfTerm(layout: Layout, index: string, scope: string, { op, value }: Indexable): Span {
  if (op === 'eq') return spanOf(layout.entries(index, scope, [value]));
  const space = layout.entries(index, scope);
  if (op === 'sw') return spanOf(`${space}s${escaped(String(value))}`);
  return rangeOf(space, space + encoded(value), op);
}

function spanOfIds(documents: string, { op, value }: Indexable): Span {
  const text = String(value);
  if (op === 'eq') return spanOf(documents + part(text));
  if (op === 'sw') return spanOf(documents + escaped(text));
  return rangeOf(documents, documents + part(text), op);
}

/** A superset of the keys of a space that compare this way with `at`; the matcher checks each one. */
function rangeOf(space: string, at: string, op: 'gt' | 'ge' | 'lt' | 'le'): Span {
  const whole = spanOf(space);
  return op === 'gt' || op === 'ge' ? { from: at, to: whole.to } : { from: whole.from, to: spanOf(at).to };
}
