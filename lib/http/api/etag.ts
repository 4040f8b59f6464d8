import { hash } from 'node:crypto';
import type { Caller } from '../../access/index.ts';
import type { Route } from '../../api/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { type Around, type House, InvalidArguments } from '../../operations/index.ts';
import type { Context } from '../types.ts';

/** The strong ETag of an answer: a digest of its bytes. */
export function etagOf(body: string): string {
  return `"${hash('sha256', body, 'base64url').slice(0, 27)}"`;
}

/** Whether a header of ETags names one (RFC 9110 section 13.1); `weakly` compares without the mark of weak ones. */
export function namesTag(header: string, etag: string, how: 'strongly' | 'weakly'): boolean {
  if (header.trim() === '*') return true;
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => (how === 'weakly' ? tag.replace(/^W\//, '') : tag) === etag);
}

interface Change {
  readonly house: House;
  readonly caller: Caller;
  /** The route that shows what changes; undefined where there is none. */
  readonly shown: Route | undefined;
  readonly given: Readonly<Record<string, unknown>>;
}

/**
 * The condition of a change, which its own transaction checks. Throws `InvalidArguments` for a condition on what has no
 * ETag.
 */
export function conditionOf(ctx: Context, { house, caller, shown, given }: Change): Around['condition'] {
  const [match, none] = [ctx.get('if-match'), ctx.get('if-none-match')];
  if (match === '' && none === '') return undefined;
  const { readIn } = shown?.operation ?? {};
  if (!shown || !readIn)
    throw new InvalidArguments('This endpoint has no ETag. Leave If-Match and If-None-Match out');
  const place = Object.fromEntries(shown.inPath.map((name) => [name, given[name]]));
  return async function checkCondition(view) {
    const present = await readIn(view, house, caller, place).catch(noneIfMissing);
    const etag = present && etagOf(JSON.stringify(present));
    const isMet =
      (match === '' || (etag !== undefined && namesTag(match, etag, 'strongly'))) &&
      (none === '' || etag === undefined || !namesTag(none, etag, 'weakly'));
    if (!isMet)
      throw new RuleError(
        'version_mismatch',
        'This has changed since you read it. Read it again, then repeat the change.',
      );
  };
}

function noneIfMissing(error: unknown): undefined {
  if (error instanceof RuleError && (error.code === 'not_found' || error.code === 'not_a_member'))
    return undefined;
  throw error;
}
