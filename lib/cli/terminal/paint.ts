import { inspect } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Gives a text a style where the reader can see it. */
export type Paint = (style: Style, text: string) => string;

/** A standard stream of the process, or what a test has instead. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  hasColors?(): boolean;
}

export const plain: Paint = (_style, text) => text;
export const colourful: Paint = (style, text) => {
  const [on, off] = inspect.colors[style] ?? [0, 0];
  return `\u001b[${on}m${text}\u001b[${off}m`;
};

/** Colours for a terminal that shows them (and where NO_COLOR does not forbid it), else none. */
export function paintFor(output: Output): Paint {
  return output.isTTY && output.hasColors?.() ? colourful : plain;
}
