import { limits } from '../../config/limits.ts';
import type { SamlCode } from '../../lib/saml/saml_error.ts';

/** As much as a form can bring, however its base64 is escaped. */
export const FULL = limits.samlFormBytes / 2 - 100;

/** As much as is validated without a thread of its own. */
export const AT_ONCE = limits.samlCharsAtOnce / 2;

/** A document of at most so many characters. */
type Bomb = (chars: number) => string;

const repeated =
  (part: string, before = '', after = ''): Bomb =>
  (chars) =>
    before + part.repeat(Math.floor((chars - before.length - after.length) / part.length)) + after;

const numbered =
  (part: (at: number) => string, after = ''): Bomb =>
  (chars) => {
    const length = part(10_000).length;
    const all = Array.from({ length: Math.floor((chars - after.length - 20) / length) }, (_, at) => part(at));
    return `<a>${all.join('')}${after}</a>`;
  };

/** What takes xmldom a time that grows squared, up to minutes. */
export const bombs: readonly (readonly [name: string, code: SamlCode, bomb: Bomb])[] = [
  ['elements that are not closed', 'saml.too_complex', repeated('<a>')],
  ['elements that are not closed, below a root that is', 'saml.too_complex', repeated('<a>', '<r>', '</r>')],
  ['nothing but <', 'saml.not_xml', repeated('<')],
  ['one < after the other in a tag', 'saml.not_xml', repeated('<', '<a ')],
  ['a namespace at each level', 'saml.too_complex', numbered((at) => `<a xmlns:n${at}="u">`)],
  ['another name for each element', 'saml.too_complex', numbered((at) => `<a${at}></a${at}>`)],
  ['a separator of paragraphs in a long line', 'saml.not_xml', repeated('x', '<a>', '\u2029</a>')],
  ['ends without a beginning', 'saml.not_xml', repeated('</a>')],
  ['attributes without end', 'saml.too_complex', repeated(' b="', '<a')],
  ['white space in an end tag', 'saml.not_xml', repeated(' ', '<a></a', 'x>')],
];
