import { SamlError } from '../saml_error.ts';

/** Limits on the size of a document. */
export interface Bounds {
  /** Elements and attributes, and comments if allowed. */
  readonly nodes: number;
  readonly depth: number;
  /** Distinct element names. The parser searches the document for the last end tag of each. */
  readonly names: number;
  /** Namespace declarations in scope of one element. */
  readonly namespaces: number;
  /** Allows comments in places where they have no effect. */
  readonly comments?: true;
}

const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{M}\p{N}_.-]*)?/uy;
const SPACE = /[ \t\r\n]*/y;
const REFERENCE = /&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/;

/**
 * Scans a document once, before any step whose cost grows faster than its length. Returns the number of elements and
 * attributes. Throws `SamlError` unless tags balance and there are only elements, attributes and text within the bounds.
 */
export function scanXml(text: string, bounds: Bounds): number {
  const scan = new Scan(text, bounds);
  return scan.document();
}

interface Open {
  readonly name: string;
  /** Namespace declarations in scope. */
  readonly namespaces: number;
}

class Scan {
  readonly #text: string;
  readonly #bounds: Bounds;
  readonly #open: Open[] = [];
  readonly #names = new Set<string>();
  #at = 0;
  #nodes = 0;
  #comments = 0;

  constructor(text: string, bounds: Bounds) {
    this.#text = text;
    this.#bounds = bounds;
  }

  document(): number {
    this.#misc();
    if (!this.#is('<')) throw notXml('there is text before the root element');
    do {
      this.#tag();
      if (this.#open.length > 0) this.#content();
    } while (this.#open.length > 0);
    this.#misc();
    if (this.#at < this.#text.length) throw notXml('there is content outside the root element');
    return this.#nodes;
  }

  /** White space and comments outside the root element. */
  #misc(): void {
    do this.#matched(SPACE);
    while (this.#comment());
    this.#checkAllowed();
  }

  /** Text and comments up to the next tag. */
  #content(): void {
    do {
      const end = this.#text.indexOf('<', this.#at);
      if (end < 0) throw notXml('an element is not closed');
      const text = this.#text.slice(this.#at, end);
      if (text.includes(']]>')) throw notXml('a text contains ]]>');
      checkReferences(text);
      this.#at = end;
    } while (this.#comment());
    this.#checkAllowed();
  }

  #comment(): boolean {
    if (!this.#bounds.comments || !this.#is('<!--')) return false;
    const end = this.#text.indexOf('-->', this.#at + 4);
    if (end < 0) throw notXml('a comment is not closed');
    this.#at = end + 3;
    this.#comments += 1;
    this.#checkNodes();
    return true;
  }

  #tag(): void {
    this.#at += 1;
    if (this.#is('/')) this.#endTag();
    else this.#startTag();
  }

  #endTag(): void {
    this.#at += 1;
    const name = this.#matched(NAME);
    this.#matched(SPACE);
    if (this.#open.pop()?.name !== name) throw notXml('the tags do not balance');
    this.#expect('>');
  }

  #startTag(): void {
    const name = this.#name();
    this.#names.add(name);
    this.#count();
    const declared = this.#attributes();
    const namespaces = (this.#open.at(-1)?.namespaces ?? 0) + declared;
    const { depth, names, namespaces: most } = this.#bounds;
    const tooMuch = this.#open.length >= depth || this.#names.size > names || namespaces > most;
    if (tooMuch) throw new SamlError('saml.too_complex');
    if (this.#is('/')) this.#at += 1;
    else this.#open.push({ name, namespaces });
    this.#expect('>');
  }

  /** Returns the number of namespace declarations. */
  #attributes(): number {
    let declared = 0;
    while (this.#matched(SPACE) !== '' && !this.#is('/') && !this.#is('>')) {
      const name = this.#name();
      this.#count();
      if (name === 'xmlns' || name.startsWith('xmlns:')) declared += 1;
      this.#matched(SPACE);
      this.#expect('=');
      this.#matched(SPACE);
      this.#value();
    }
    return declared;
  }

  #value(): void {
    const quote = this.#text.charAt(this.#at);
    const end = quote === '"' || quote === "'" ? this.#text.indexOf(quote, this.#at + 1) : -1;
    if (end < 0) throw notXml('the value of an attribute is not in quotes');
    const value = this.#text.slice(this.#at + 1, end);
    if (value.includes('<')) throw notXml('the value of an attribute contains a tag');
    checkReferences(value);
    this.#at = end + 1;
  }

  #count(): void {
    this.#nodes += 1;
    this.#checkNodes();
  }

  #checkNodes(): void {
    if (this.#nodes + this.#comments > this.#bounds.nodes) throw new SamlError('saml.too_complex');
  }

  #checkAllowed(): void {
    if (this.#is('<!') || this.#is('<?')) throw new SamlError('saml.forbidden_xml');
  }

  #name(): string {
    const name = this.#matched(NAME);
    if (name === '') throw notXml('a name is missing');
    return name;
  }

  #is(expected: string): boolean {
    return this.#text.startsWith(expected, this.#at);
  }

  #expect(expected: string): void {
    if (!this.#is(expected)) throw notXml(`a ${expected} is missing`);
    this.#at += expected.length;
  }

  #matched(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

function checkReferences(text: string): void {
  if (REFERENCE.test(text)) throw new SamlError('saml.forbidden_xml');
}

function notXml(found: string): SamlError {
  return new SamlError('saml.not_xml', found);
}
