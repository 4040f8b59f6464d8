import { InvalidSyntax, InvalidValue } from '../errors.ts';

export interface JsonBounds {
  /** Nested containers. */
  readonly depth: number;
  /** Keys and elements on all levels together. */
  readonly nodes: number;
  /** Keys of one object. */
  readonly keys: number;
  /** Bytes of one string. */
  readonly text: number;
}

/** An array or object too large to parse in one step. */
export interface Large {
  readonly isArray: boolean;
  readonly parts: readonly Part[];
}

/** Some elements or members, without the comma after them. With `large`, only the key before it. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly large?: Large;
}

/** Bytes, and keys and elements, per step of scanning or parsing: some milliseconds. */
const STEP_BYTES = 131_072;
export const STEP_NODES = 5_000;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const [SPACE, TAB, LINE_FEED, RETURN] = [0x20, 0x09, 0x0a, 0x0d];

/**
 * Scans the bytes of a JSON text before parsing. Yields after every step. Returns how to split the text, or undefined
 * when one step can parse it. Throws `InvalidSyntax` or `InvalidValue` above a bound, and `InvalidSyntax` for
 * mismatched brackets, strings and commas; the parser finds all other errors.
 */
export function* scanJson(bytes: Uint8Array, bounds: JsonBounds): Generator<void, Large | undefined> {
  const scan = new Scan(bytes, bounds);
  for (let to = STEP_BYTES; to < bytes.length; to += STEP_BYTES) {
    scan.advance(to);
    yield;
  }
  scan.advance(bytes.length);
  return scan.end();
}

export function malformed(): InvalidSyntax {
  return new InvalidSyntax('The body is not a well-formed JSON object. Send one, in UTF-8.');
}

/** An open container. */
interface Frame {
  readonly isArray: boolean;
  readonly at: number;
  readonly parts: Part[];
  /** The start of the part that is not split off yet. */
  from: number;
  /** The last comma, or the opening bracket. */
  comma: number;
  keys: number;
  /** The number of nodes when the last part was split off. */
  since: number;
  isAfterLarge: boolean;
}

class Scan {
  readonly #bytes: Uint8Array;
  readonly #bounds: JsonBounds;
  readonly #open: Frame[] = [];
  #root: Large | undefined;
  #at = 0;
  #inText = false;
  #nodes = 1;
  /** The last byte outside strings and white space, and its position; 0 at the start. */
  #last = 0;
  #lastAt = -1;

  constructor(bytes: Uint8Array, bounds: JsonBounds) {
    this.#bytes = bytes;
    this.#bounds = bounds;
  }

  advance(to: number): void {
    const bytes = this.#bytes;
    let at = this.#at;
    let inText = this.#inText;
    for (; at < to; at++) {
      const byte = bytes[at] ?? 0;
      if (inText) {
        if (byte === BACKSLASH) at++;
        else if (byte === QUOTE) {
          inText = false;
          this.#endText(at);
        }
      } else if (byte !== SPACE && byte !== LINE_FEED && byte !== RETURN && byte !== TAB) {
        inText = byte === QUOTE;
        this.#take(byte, at);
        this.#last = byte;
        this.#lastAt = at;
      }
    }
    this.#at = at;
    this.#inText = inText;
  }

  end(): Large | undefined {
    if (this.#open.length > 0 || this.#inText) throw malformed();
    return this.#root;
  }

  #endText(at: number): void {
    if (at - this.#lastAt > this.#bounds.text)
      throw new InvalidValue(
        `A text of the body takes more than ${this.#bounds.text} bytes. Send a shorter one.`,
      );
    this.#lastAt = at;
  }

  #take(byte: number, at: number): void {
    const frame = this.#open.at(-1);
    const isClosing = byte === CLOSE_ARRAY || byte === CLOSE_OBJECT;
    if (frame && this.#isFirst() && !isClosing) this.#countNode();
    if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) this.#begin(byte === OPEN_ARRAY, at);
    else if (!frame) throw malformed();
    else if (isClosing) this.#close(frame, byte === CLOSE_ARRAY, at);
    else if (byte === COMMA) this.#separate(frame, at);
  }

  #begin(isArray: boolean, at: number): void {
    if (this.#open.length === 0 && this.#last !== 0) throw malformed();
    if (this.#open.length > this.#bounds.depth)
      throw new InvalidSyntax(`The body nests deeper than ${this.#bounds.depth} levels. Send a flatter one.`);
    const place = { at, from: at + 1, comma: at, keys: 1, since: this.#nodes };
    this.#open.push({ isArray, parts: [], isAfterLarge: false, ...place });
  }

  #separate(frame: Frame, at: number): void {
    if (this.#isFirst() || this.#last === COMMA || this.#last === COLON) throw malformed();
    if (!frame.isArray && ++frame.keys > this.#bounds.keys)
      throw new InvalidSyntax(
        `An object of the body has more than ${this.#bounds.keys} keys. Send fewer attributes.`,
      );
    const isStep = this.#nodes - frame.since >= STEP_NODES || at - frame.from >= STEP_BYTES;
    if (frame.isAfterLarge || isStep) this.#cut(frame, at);
    frame.comma = at;
    this.#countNode();
  }

  #close(frame: Frame, isArray: boolean, at: number): void {
    if (frame.isArray !== isArray || this.#last === COMMA || this.#last === COLON) throw malformed();
    this.#open.pop();
    if (frame.parts.length === 0) return;
    this.#cut(frame, at);
    const large = { isArray, parts: frame.parts };
    const outer = this.#open.at(-1);
    if (outer) this.#put(outer, { from: outer.comma + 1, to: frame.at, large }, at);
    else this.#root = large;
  }

  /** Ends a part before a comma or the closing bracket. After a large value there is nothing to split off. */
  #cut(frame: Frame, at: number): void {
    if (!frame.isAfterLarge) frame.parts.push({ from: frame.from, to: at });
    else if (this.#lastAt >= frame.from) throw malformed();
    this.#goOn(frame, at, false);
  }

  /** Splits off the text before a large value, and the value. */
  #put(frame: Frame, part: Part, at: number): void {
    if (frame.isAfterLarge) throw malformed();
    if (frame.from < frame.comma) frame.parts.push({ from: frame.from, to: frame.comma });
    frame.parts.push(part);
    this.#goOn(frame, at, true);
  }

  #goOn(frame: Frame, at: number, isAfterLarge: boolean): void {
    frame.from = at + 1;
    frame.since = this.#nodes;
    frame.isAfterLarge = isAfterLarge;
  }

  #isFirst(): boolean {
    return this.#last === OPEN_ARRAY || this.#last === OPEN_OBJECT;
  }

  #countNode(): void {
    if (++this.#nodes > this.#bounds.nodes)
      throw new InvalidSyntax(
        `The body has more than ${this.#bounds.nodes} values. Send them in several requests.`,
      );
  }
}
