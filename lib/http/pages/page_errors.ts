import { RuleError } from '../../kernel/index.ts';
import { InvalidArguments } from '../../operations/index.ts';
import { InvalidCursor, isLostToRivals, Unavailable } from '../../store/index.ts';
import { errorPage } from '../../views/index.ts';
import { refusals } from '../refusals.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { sentence } from './group/attempt.ts';
import { sideOf } from './group/side.ts';
import { PageError } from './page_error.ts';
import { sendPage } from './send_page.ts';
import type { Site } from './site.ts';

/** Answers an error with a page that has a code and the id of the request, and no details that people may not know. */
export function handlePageErrors(site: Site): Middleware {
  return async function showErrors(ctx: Context, next: Next) {
    try {
      await next();
    } catch (thrown) {
      ctx.state.error = thrown;
      const { status, code, title, lines, headers } = asPageError(thrown);
      ctx.set(headers);
      const { requestId, place } = ctx.state;
      const page = errorPage({
        title,
        code,
        lines,
        requestId,
        side: place && { ...sideOf(place), current: '' },
      });
      await sendPage(site, ctx, { ...page, status });
    }
  };
}

export function asPageError(thrown: unknown): PageError {
  if (thrown instanceof PageError) return thrown;
  if (thrown instanceof RuleError) return refused(thrown);
  if (thrown instanceof InvalidArguments)
    return new PageError(400, thrown.code, 'This cannot be done', [sentence(thrown.message)]);
  if (thrown instanceof InvalidCursor)
    return new PageError(400, 'invalid_cursor', 'This part of the list is gone', [
      'The link is old or incomplete. Open the list again.',
    ]);
  if (thrown instanceof Unavailable || isLostToRivals(thrown))
    return new PageError(
      503,
      'unavailable',
      'This does not work at the moment',
      [
        'The service cannot read or write its data now. Look in a minute whether your change was made; if not, try again.',
      ],
      { 'retry-after': '60' },
    );
  return new PageError(500, 'internal_error', 'Something went wrong', [
    'It is our mistake, not yours. Try again; if it happens again, tell us the reference below.',
  ]);
}

function refused({ code, message }: RuleError): PageError {
  const { status, headers } = refusals[code];
  const title = code === 'forbidden' ? 'Your role does not allow this' : 'This cannot be done';
  return new PageError(status, code, title, [message], headers);
}
