import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { metadataPaths } from './oauth/metadata.ts';

/** What is used of the context of a Koa app, of any version. */
export interface HostContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The path and query as the client sent them. */
  readonly originalUrl: string;
  respond?: boolean;
}

type HostMiddleware = (ctx: HostContext, next: () => Promise<unknown>) => Promise<void>;

/**
 * Middleware for another Koa app: gives each request below the path of the public URL to `answer`, with a path that begins
 * there, and passes on every other. It throws where something has read the body before.
 */
export function mount(
  answer: (...args: Parameters<RequestListener>) => unknown,
  publicUrl: string,
): HostMiddleware {
  const base = new URL(publicUrl).pathname.replace(/\/+$/, '');
  const apart = Object.values(metadataPaths(publicUrl)).map((path) => `${path}/`);
  const pathBelow = (url: string): string | undefined => {
    if (apart.some((path) => url.startsWith(path))) return url;
    if (!url.startsWith(base)) return undefined;
    const below = url.slice(base.length);
    if (below.startsWith('/')) return below;
    return below === '' || below.startsWith('?') ? `/${below}` : undefined;
  };

  return async function giveToRollcall(ctx, next) {
    const { req, res } = ctx;
    const path = pathBelow(ctx.originalUrl);
    if (path === undefined) {
      await next();
      return;
    }
    if (isRead(req))
      throw new Error(
        'Something has read the body of this request before Rollcall. Use its middleware before a body parser.',
      );
    const { url = '' } = req;
    ctx.respond = false;
    req.url = path;
    try {
      await answer(req, res);
    } finally {
      req.url = url;
    }
  };
}

function isRead({ headers, readableDidRead }: IncomingMessage): boolean {
  const hasBody = 'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0;
  return hasBody && readableDidRead;
}
