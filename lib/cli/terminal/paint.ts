import { inspect } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Styles a text if the output supports it. */
export type Paint = (style: Style, text: string) => string;

/** A standard stream of the process, or a test double. */
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

/** Colours for a terminal that supports them, unless NO_COLOR is set. */
export function paintFor(output: Output): Paint {
  return output.isTTY && output.hasColors?.() ? colourful : plain;
}
