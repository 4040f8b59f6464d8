import type { Expect } from '../../provisioning/index.ts';
import { namesVersion, PreconditionFailed } from '../../scim/index.ts';
import type { Context } from '../types.ts';

/** Checks the version of a resource against `If-Match` (RFC 7644 section 3.14). Throws `PreconditionFailed`. */
export function ifMatch(ctx: Context): Expect {
  return expectVersion(ctx.get('if-match'));
}

/** Checks the version of a resource against ETags; empty `etags` accept every version. Throws `PreconditionFailed`. */
export function expectVersion(etags: string): Expect {
  return (version) => {
    if (etags !== '' && !namesVersion(etags, version))
      throw new PreconditionFailed(
        'The resource has changed since it was read: its version is not the one in If-Match.',
      );
  };
}
