import { DOMParser } from '@xmldom/xmldom';
import { limits } from '../../../config/limits.ts';
import { SamlError } from '../saml_error.ts';
import { type Bounds, scanXml } from './xml_scan.ts';

export const ns = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  encryption: 'http://www.w3.org/2001/04/xmlenc#',
} as const;

type Namespace = keyof typeof ns;

const ELEMENT = 1;
const TEXT = 3;
const COMMENT = 8;
/** Characters that XML 1.0 section 2.2 forbids, and U+2029, for which the parser takes quadratic time. */
const FORBIDDEN_CHARACTER = /[^\t\n\r\u0020-\u2028\u202a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const response: Bounds = {
  nodes: limits.samlNodes,
  depth: limits.samlDepth,
  names: limits.samlElementNames,
  namespaces: limits.samlNamespaces,
};

/**
 * Parses a document without declaration (`xml_text.ts`) that has only elements, attributes and text, and returns its
 * root. Throws `SamlError` before parsing if it has a document type, entity, comment, CDATA or processing instruction,
 * is not well-formed, or exceeds the bounds.
 */
export function parseStrict(text: string, bounds = response): Element {
  if (FORBIDDEN_CHARACTER.test(text))
    throw new SamlError('saml.not_xml', 'the document has a character that XML forbids');
  const nodes = scanXml(text, bounds);
  const root = parse(text, bounds);
  if (nodes !== counted(root, bounds))
    throw new SamlError('saml.not_xml', 'the document can be read in two ways');
  return root;
}

/** The child elements of this name. */
export function childrenOf(parent: Element, namespace: Namespace, name: string): Element[] {
  return elementsIn(parent).filter((child) => isElement(child, namespace, name));
}

export function isElement(element: Element, namespace: Namespace, name: string): boolean {
  return element.localName === name && element.namespaceURI === ns[namespace];
}

/** All child elements, in order. */
export function elementsIn(parent: Node): Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === ELEMENT) found.push(node as Element);
  }
  return found;
}

/** All elements with this local name in any namespace, the root included. */
export function allNamed(root: Element, ...names: readonly string[]): Element[] {
  return descendants(root).filter(({ localName }) => names.includes(localName));
}

/** All elements in order, the root included. */
export function descendants(root: Element): Element[] {
  const found: Element[] = [];
  const waiting = [root];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    found.push(element);
    waiting.push(...elementsIn(element).reverse());
  }
  return found;
}

/** Collapses white space, as XML Schema does in URIs, times and names (xmlschema-2 4.3.6). */
export function collapsed(text: string): string {
  return text
    .split(/[ \t\r\n]+/)
    .filter((word) => word !== '')
    .join(' ');
}

/** An attribute with a URI, a time or a name, without white space around it. */
export function token(element: Element, name: string): string | undefined {
  const value = attribute(element, name);
  return value === undefined ? undefined : collapsed(value);
}

/** An attribute without a namespace; undefined when absent. */
export function attribute(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined;
}

/** The text of an element that contains only text; undefined when it has child elements. */
export function textOf(element: Element): string | undefined {
  return elementsIn(element).length === 0 ? (element.textContent ?? '') : undefined;
}

function parse(text: string, { comments }: Bounds): Element {
  let document: Document;
  try {
    document = new DOMParser({
      errorHandler: { warning: stop, error: stop, fatalError: stop },
    }).parseFromString(text, 'text/xml');
  } catch (error) {
    throw new SamlError('saml.not_xml', undefined, error);
  }
  const [root, ...more] = elementsIn(document);
  if (!root || more.length > 0) throw new SamlError('saml.not_xml');
  for (let node = document.firstChild; node; node = node.nextSibling) {
    if (comments && node.nodeType === COMMENT) continue;
    if (node !== root && (node.nodeType !== TEXT || node.nodeValue?.trim() !== ''))
      throw new SamlError('saml.not_xml', 'there is content outside the root element');
  }
  return root;
}

/** Stops at the first error: the parser's recovery may take long. */
function stop(problem: string): never {
  throw new Error(problem);
}

/** The number of elements and attributes. Throws `SamlError` for any other node, and for a duplicate ID. */
function counted(root: Element, { comments }: Bounds): number {
  const ids = new Set<string>();
  const waiting = [root];
  let nodes = 0;
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    nodes += 1 + element.attributes.length;
    for (const id of idsOf(element)) {
      if (ids.has(id)) throw new SamlError('saml.duplicate_id');
      ids.add(id);
    }
    for (let node = element.firstChild; node; node = node.nextSibling) {
      if (node.nodeType === ELEMENT) waiting.push(node as Element);
      else if (node.nodeType !== TEXT && !(comments && node.nodeType === COMMENT))
        throw new SamlError('saml.forbidden_xml');
    }
  }
  return nodes;
}

/** The IDs of an element, in any letter case, because libraries differ in what they accept as an ID. */
function idsOf({ attributes }: Element): string[] {
  return Array.from(attributes)
    .filter(({ localName }) => localName.toLowerCase() === 'id')
    .map(({ value }) => value);
}
