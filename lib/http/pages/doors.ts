import type { Middleware } from '../types.ts';
import { refuseForeignForms } from './csrf.ts';
import { readForm } from './form.ts';
import { secureHeaders } from './headers.ts';
import { handlePageErrors } from './page_errors.ts';
import { readSession, requireSignedIn } from './session.ts';
import type { Site } from './site.ts';

/** What the routes of pages begin with: a page, a form, and both for those who are signed in. */
export interface Doors {
  readonly page: readonly Middleware[];
  readonly form: readonly Middleware[];
  readonly ownPage: readonly Middleware[];
  readonly ownForm: readonly Middleware[];
}

export function doorsOf(site: Site): Doors {
  const page = [secureHeaders(site), handlePageErrors(site), readSession(site)];
  const [checkOrigin, checkToken] = refuseForeignForms(site);
  const form = [...page, checkOrigin, readForm, checkToken];
  return {
    page,
    form,
    ownPage: [...page, requireSignedIn(site)],
    ownForm: [...page, checkOrigin, requireSignedIn(site), readForm, checkToken],
  };
}
