import { limits } from '../../config/limits.ts';

/** Where a word starts: a letter or digit after something else, and each letter of a script without spaces. */
const STARTS =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/**
 * The texts under which a search finds a person: name, username and address from the start of each word in them, in
 * lower case and without accents. A domain counts as one word. Leaves out texts with which another one begins.
 */
export function searchWords(...values: readonly (string | undefined)[]): string[] {
  const found = values.flatMap((value) => partsOf(value ?? '').flatMap(fromEachStart));
  const sorted = [...new Set(found)].sort();
  return sorted.filter((word, at) => !sorted[at + 1]?.startsWith(word)).slice(0, limits.searchWords);
}

/** The parts of a search text. Each one must begin a word of a match. The longest part comes first. */
export function searchedParts(text: string): string[] {
  return partsOf(text)
    .map((part) => part.replace(/^[^\p{L}\p{N}]+/u, '').slice(0, limits.searchWordChars))
    .filter((part) => part !== '')
    .sort((a, b) => b.length - a.length);
}

export function hasParts(words: readonly string[], parts: readonly string[]): boolean {
  return parts.every((part) => words.some((word) => word.startsWith(part)));
}

function partsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
  return plain.split(/\s+/u);
}

function fromEachStart(part: string): string[] {
  const at = part.lastIndexOf('@');
  const starts = [...part.matchAll(STARTS)].map(({ index }) => index);
  const domain = starts.find((start) => start > at);
  return starts
    .filter((start) => at < 0 || start < at || start === domain)
    .map((start) => part.slice(start, start + limits.searchWordChars));
}
