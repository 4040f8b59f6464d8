import type { Doc } from '../port.ts';

/** A stored document: its version, a line break, and all of it as JSON. */
export function stored(doc: Doc): string {
  return `${doc.v}\n${JSON.stringify(doc)}`;
}

export function parsed<D>(text: string): D {
  return JSON.parse(text.slice(text.indexOf('\n') + 1)) as D;
}
