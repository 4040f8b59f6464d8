import { limits } from '../../../../config/limits.ts';
import { noticeOf } from '../../../provisioning/index.ts';
import { bulkResponse, PayloadTooLarge, readBulk, ScimError } from '../../../scim/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { bodyOf } from '../body.ts';
import { type BulkParts, runBulk } from '../bulk_run.ts';
import { baseUrl, sendScim } from '../present.ts';

interface Parts extends BulkParts {
  readonly publicUrl: string;
}

/** `POST /Bulk` (RFC 7644 section 3.7): every operation has its own answer, independent of the others. */
export function bulk({ publicUrl, ...parts }: Parts): Middleware {
  return async function carryOut(ctx: Context) {
    const caller = callerOf(ctx);
    const request = readBulk(bodyOf(ctx), noticeOf(caller));
    const { requestId, log } = ctx.state;
    const results = await runBulk(parts, {
      request,
      caller,
      base: baseUrl(ctx, publicUrl),
      complain: (err) => log.error({ requestId, err }, 'bulk operation failed'),
    });
    // Each operation has its own entry in the log.
    caller.logged = request.operations.length > 0;
    sendScim(ctx, bulkResponse(results));
  };
}

/** RFC 7644 section 3.7.4: the answer names the limit. */
export async function nameLimit(_ctx: Context, next: Next): Promise<void> {
  try {
    await next();
  } catch (error) {
    if (error instanceof ScimError || (error as { status?: unknown } | undefined)?.status !== 413)
      throw error;
    throw new PayloadTooLarge(`The body is too large. maxPayloadSize is ${limits.bulkBytes}.`);
  }
}
