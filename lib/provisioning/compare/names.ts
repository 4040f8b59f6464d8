import { fold } from '../../scim/index.ts';

const HEADERS = new Set([
  'email',
  'e-mail',
  'mail',
  'username',
  'user name',
  'externalid',
  'userprincipalname',
]);

/**
 * The names in a list of people, folded, each with its spelling: a JSON array of texts, or lines, of which the first
 * field counts (CSV).
 */
export function namesIn(list: string): ReadonlyMap<string, string> {
  const names = (jsonIn(list) ?? linesIn(list)).map((name) => name.trim()).filter((name) => name !== '');
  return new Map(names.map((name) => [fold(name), name]));
}

function jsonIn(list: string): string[] | undefined {
  if (!list.trimStart().startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(list);
    return Array.isArray(parsed) ? parsed.filter((name) => typeof name === 'string') : undefined;
  } catch {
    return undefined;
  }
}

/** A header of a known name is no person. */
function linesIn(list: string): string[] {
  const [first = '', ...rest] = list.split(/\r\n|\r|\n/).map(firstField);
  return HEADERS.has(fold(first.trim())) ? rest : [first, ...rest];
}

function firstField(line: string): string {
  const quoted = /^\s*"((?:[^"]|"")*)"/.exec(line);
  return quoted?.[1] === undefined ? (line.split(/[,;\t]/)[0] ?? '') : quoted[1].replaceAll('""', '"');
}
