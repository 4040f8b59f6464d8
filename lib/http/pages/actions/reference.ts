import { type Part, reference } from '../../../api/index.ts';
import { referencePage, referencePartPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { pageNotFound } from '../page_error.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';

/** Shows all operations of the API; everybody may read them. */
export function showReference(site: Site): Middleware {
  const parts = once(() => reference(site.publicUrl));
  return (ctx: Context) => sendPage(site, ctx, referencePage(parts()));
}

/** Shows the operations of one part of the API. */
export function showReferencePart(site: Site): Middleware {
  const parts = once(() => reference(site.publicUrl));
  return async function showPart(ctx: Context) {
    const part = parts().find(({ slug }) => slug === ctx.params.part);
    if (!part) throw pageNotFound();
    await sendPage(site, ctx, referencePartPage(parts(), part));
  };
}

/** It is made when somebody reads it first. */
function once(make: () => readonly Part[]): () => readonly Part[] {
  let made: readonly Part[] | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
