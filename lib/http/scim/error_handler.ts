import { RuleError } from '../../kernel/index.ts';
import {
  InternalError,
  InvalidCursor,
  InvalidSyntax,
  MethodNotAllowed,
  NotFound,
  PayloadTooLarge,
  ScimError,
  ServiceUnavailable,
  TooMany,
  UnsupportedMediaType,
} from '../../scim/index.ts';
import {
  InvalidCursor as InvalidStoreCursor,
  isLostToRivals,
  TooLongToSort,
  TooManyMatches,
  Unavailable,
} from '../../store/index.ts';
import { refusals } from '../refusals.ts';
import type { Context, Next } from '../types.ts';
import { sendScim } from './present.ts';

/** Writes every SCIM error reply (RFC 7644 section 3.12). */
export async function handleErrors(ctx: Context, next: Next): Promise<void> {
  try {
    await next();
  } catch (thrown) {
    const error = asScimError(thrown, ctx.state.requestId);
    ctx.state.error = thrown;
    ctx.status = error.status;
    if (error.headers) ctx.set({ ...error.headers });
    sendScim(ctx, error.body());
  }
}

/** A refusal by a rule, answered according to `refusals`. */
class Refused extends ScimError {
  constructor({ code, message }: RuleError) {
    const { status, scimType, headers = {} } = refusals[code];
    super(status, scimType, message, headers);
  }
}

/** The answer to any thrown value. For an unknown error it only names the place to look. */
export function asScimError(thrown: unknown, requestId: string): ScimError {
  if (thrown instanceof ScimError) return thrown;
  if (thrown instanceof RuleError) return new Refused(thrown);
  if (thrown instanceof TooManyMatches)
    return new TooMany(
      `The filter would read more than ${thrown.limit} resources. Narrow it with an eq term.`,
    );
  if (thrown instanceof TooLongToSort)
    return new TooMany(
      'The values of sortBy are too long to sort so many resources. Narrow the list by a filter, or sort by another attribute.',
    );
  if (thrown instanceof InvalidStoreCursor)
    return new InvalidCursor('The cursor does not belong to this list. Start the list again.');
  if (isLostToRivals(thrown))
    return new ServiceUnavailable('Too many requests change this resource at once. Try again.', {
      'retry-after': '1',
    });
  if (thrown instanceof Unavailable)
    return new ServiceUnavailable('The store does not answer now. Try again: a change may be made already.', {
      'retry-after': String(thrown.retryAfter),
    });
  return (
    fromHttpError(thrown) ??
    new InternalError(`Something went wrong here. The log has it under ${requestId}.`)
  );
}

/** Errors of Koa, its router and its body parser. */
function fromHttpError(thrown: unknown): ScimError | undefined {
  const status = (thrown as { status?: unknown } | undefined)?.status;
  if (status === 413) return new PayloadTooLarge('The body is larger than this service takes.');
  if (status === 415)
    return new UnsupportedMediaType('The encoding of the body is not one that this service takes.');
  if (status === 405 || status === 501)
    return new MethodNotAllowed('This endpoint does not take this method.');
  if (status === 404)
    return new NotFound('There is no such endpoint. /ResourceTypes under the base URL lists the endpoints.');
  if (status === 400)
    return new InvalidSyntax('The body is not a well-formed JSON object. Send one, in UTF-8.');
  return undefined;
}
