import { limits } from '../../../config/limits.ts';
import { InvalidPath } from '../errors.ts';
import { parseValueFilter } from '../filter/parse.ts';
import type { Filter } from '../filter/types.ts';
import { subNamed } from '../ingress/sub_attributes.ts';
import { resolvePath } from '../schema/resolve.ts';
import type { Notice, ResolvedPath, ResourceType } from '../schema/types.ts';

/** A PATCH path (RFC 7644 figure 7): an attribute, optionally with a filter on its elements and a sub-attribute. */
export interface PatchPath extends ResolvedPath {
  readonly filter?: Filter;
}

const SUB = /^\.([A-Za-z$][\w$-]*)$/;

/**
 * Resolves a path; undefined when it names no attribute. Throws `InvalidPath` and `InvalidFilter` for malformed paths.
 */
export function parsePath(text: string, type: ResourceType, notice: Notice): PatchPath | undefined {
  if (text.length > limits.patchPathChars)
    throw new InvalidPath(`The path has more than ${limits.patchPathChars} characters. Send a shorter one.`);
  const path = text.trim();
  const open = path.indexOf('[');
  if (open < 0) return resolvePath(type, path, notice);
  const close = closing(path, open);
  const found = resolvePath(type, path.slice(0, open), notice);
  if (!found) return undefined;
  const { attribute } = found;
  if (found.sub || !(attribute.multiValued || attribute.subAttributes))
    throw new InvalidPath(`${found.text} has no elements to filter.`);
  const filter = parseValueFilter(path.slice(open + 1, close), attribute, notice);
  const rest = path.slice(close + 1);
  if (rest === '') return { ...found, filter };
  const name = SUB.exec(rest)?.[1];
  if (name === undefined) throw new InvalidPath('Only one sub-attribute may follow the brackets of a path.');
  const sub = subNamed(attribute, attribute.subAttributes ?? [], name, notice);
  return sub && { ...found, filter, sub, text: `${found.text}.${sub.name}` };
}

/** The position of the closing bracket; ignores brackets inside strings. */
function closing(path: string, open: number): number {
  let inText = false;
  for (let at = open + 1; at < path.length; at++) {
    if (inText && path[at] === '\\') at++;
    else if (path[at] === '"') inText = !inText;
    else if (!inText && path[at] === ']') return at;
  }
  throw new InvalidPath('The path has an opening bracket without a closing one.');
}
