import { isHarmless, isSecretName, maskText, redact } from './redact.ts';

const MASK = '***';
/** No message of SCIM is nested deeper; `redact` does not look deeper either. */
const DEEPEST = 11;
/** Characters of the longest secret that a cut text may split. */
const LONGEST_SECRET = 512;
/** A member of a JSON object whose value is not an object or list, also when the text ends inside of it. */
const MEMBER = /("(?:[^"\\]|\\.)*")(\s*:\s*)("(?:[^"\\]|\\.)*(?:"|\\?$)|-?\d[\d.eE+-]*|true|false)/g;
/** A member that holds an object or a list. */
const OPENING = /("(?:[^"\\]|\\.)*")\s*:\s*[[{]/g;
const SECRET_PATH = /"path"\s*:\s*"((?:[^"\\]|\\.)*)"/gi;

export interface MaskedBody {
  readonly text: string;
  readonly isCut: boolean;
}

/** The JSON of a value without its secrets, in at most `chars` characters. Reads no more of the value than that. */
export function maskedJson(value: unknown, chars: number): MaskedBody {
  const budget = { left: chars, isCut: false };
  const text = JSON.stringify(redact(pruned(value, budget, 0))) ?? '';
  return { text: text.slice(0, chars), isCut: budget.isCut || text.length > chars };
}

/**
 * A text that should be JSON, without its secrets, in at most `chars` characters. Masks by names even where the text is
 * cut or malformed.
 */
export function maskedBody(text: string, chars: number): MaskedBody {
  if (text.length <= chars) {
    if (isHarmless(text)) return { text, isCut: false };
    const value = parsed(text);
    if (value !== undefined) return maskedJson(value, chars);
  }
  const beginning = text.slice(0, chars + LONGEST_SECRET);
  const hidesValues = namesSecretPath(text);
  const isShown = !hidesValues && isHarmless(beginning);
  const shown = isShown ? beginning : maskedByName(maskText(beginning), hidesValues);
  return { text: shown.slice(0, chars), isCut: text.length > chars };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Without the structure, a path that names a secret hides every `value` of the text. */
function maskedByName(text: string, hidesValues: boolean): string {
  const isHidden = (name: string) => {
    const plain = name.slice(1, -1);
    return isSecretName(plain) || (hidesValues && plain.toLowerCase() === 'value');
  };
  const opened = [...text.matchAll(OPENING)].find(([, name = '']) => isHidden(name));
  const safe = opened ? `${text.slice(0, opened.index)}${opened[1] ?? ''}:"${MASK}"…` : text;
  return safe.replace(MEMBER, (member, name: string, colon: string) =>
    isHidden(name) ? `${name}${colon}"${MASK}"` : member,
  );
}

/** Looks at the whole text: the path may follow its value, where the text is cut. */
function namesSecretPath(text: string): boolean {
  if (!/operations/i.test(text)) return false;
  return [...text.matchAll(SECRET_PATH)].some(([, path = '']) => isSecretName(path));
}

interface Budget {
  left: number;
  isCut: boolean;
}

/** A copy of no more than the budget. An object keeps its `path`, which may say that its `value` is secret. */
function pruned(value: unknown, budget: Budget, depth: number): unknown {
  if (typeof value === 'string') return text(value, budget);
  if (typeof value !== 'object' || value === null) {
    budget.left -= 4;
    return value;
  }
  if (depth >= DEEPEST) {
    budget.isCut = true;
    return MASK;
  }
  budget.left -= 2;
  return Array.isArray(value) ? elements(value, budget, depth) : members(value, budget, depth);
}

function text(value: string, budget: Budget): string {
  budget.left -= value.length + 2;
  if (budget.left >= 0) return value;
  budget.isCut = true;
  return maskText(value).slice(0, Math.max(0, budget.left + value.length));
}

function elements(values: readonly unknown[], budget: Budget, depth: number): unknown[] {
  const kept: unknown[] = [];
  for (const value of values) {
    if (isSpent(budget)) break;
    kept.push(pruned(value, budget, depth + 1));
  }
  return kept;
}

function members(value: object, budget: Budget, depth: number): object {
  const kept: [string, unknown][] = [];
  for (const [name, inner] of Object.entries(value)) {
    const isPath = name.toLowerCase() === 'path';
    if (!isPath && isSpent(budget)) continue;
    budget.left -= name.length + 3;
    kept.push([name, isPath && typeof inner === 'string' ? inner : pruned(inner, budget, depth + 1)]);
  }
  return Object.fromEntries(kept);
}

function isSpent(budget: Budget): boolean {
  if (budget.left > 0) return false;
  budget.isCut = true;
  return true;
}
