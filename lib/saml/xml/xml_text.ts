import { encodingOf } from '../../kernel/index.ts';
import { SamlError } from '../saml_error.ts';

const SPACE = '[ \\t\\r\\n]';
const part = (name: string, value: string) => `${SPACE}+${name}${SPACE}*=${SPACE}*["']${value}["']`;
const DECLARATION = new RegExp(
  `^<\\?xml${part('version', '1\\.0')}(?:${part('encoding', '([\\w.-]+)')})?(?:${part('standalone', '(?:yes|no)')})?${SPACE}*\\?>`,
  'i',
);
/** .NET declares `utf-16` in a text that it sends as UTF-8. */
const UNICODE = /^utf-?(?:8|16|16le|16be)$/i;
const LIKE_ASCII = /^(?:us-ascii|ascii|latin1|iso-8859-\d{1,2}|windows-125\d)$/i;

/** Decodes a document. Keeps the byte order mark and the declaration. Throws `SamlError` unless it is UTF-8 or UTF-16. */
export function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new SamlError('saml.not_xml', 'the document is neither UTF-8 nor UTF-16', error);
  }
}

/**
 * Removes the byte order mark, the XML declaration and leading white space, which have no effect, and reads line breaks
 * as a parser does (XML 1.0 section 2.11). Throws `SamlError` when the declared encoding would change the text.
 */
export function withoutDeclaration(document: string): string {
  const text = document
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/^[ \t\n]+/, '');
  const [declaration = '', encoding = 'utf-8'] = DECLARATION.exec(text) ?? [];
  const body = text.slice(declaration.length);
  if (UNICODE.test(encoding)) return body;
  if (!LIKE_ASCII.test(encoding)) throw new SamlError('saml.forbidden_xml');
  if (Buffer.byteLength(body) !== body.length)
    throw new SamlError('saml.not_xml', `the document is ${encoding}. Only UTF-8 and UTF-16 are accepted`);
  return body;
}
