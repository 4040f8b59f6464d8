import { spMetadata } from '../../../saml/index.ts';
import type { Context, Middleware } from '../../types.ts';
import type { Site } from '../site.ts';
import { sideHere } from './side.ts';

/** Rollcall's metadata, for setting up the identity provider. It contains no secret. */
export function sendMetadata({ services: { runtime } }: Site): Middleware {
  return function metadata(ctx: Context) {
    const { provider, urls } = sideHere(ctx);
    ctx.set({
      'cache-control': 'no-cache',
      'content-disposition': 'inline; filename="sp-metadata.xml"',
    });
    ctx.type = 'application/samlmetadata+xml';
    ctx.body = spMetadata(provider, urls, runtime.now());
  };
}
