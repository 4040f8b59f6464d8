import type { Middleware } from '../types.ts';
import { firstRunFirst } from './actions/first_run.ts';
import { refuseForeignForms } from './csrf.ts';
import { readForm } from './form.ts';
import { secureHeaders } from './headers.ts';
import { handlePageErrors } from './page_errors.ts';
import { readSession, requireSignedIn } from './session.ts';
import type { Site } from './site.ts';

/** The middleware at the start of page routes: for a page, for a form, and both for signed-in persons. */
export interface Doors {
  readonly page: readonly Middleware[];
  readonly form: readonly Middleware[];
  readonly ownPage: readonly Middleware[];
  readonly ownForm: readonly Middleware[];
}

export function doorsOf(site: Site): Doors {
  const page = [secureHeaders(site), handlePageErrors(site), firstRunFirst(site), readSession(site)];
  const [checkOrigin, checkToken] = refuseForeignForms(site);
  const form = [...page, checkOrigin, readForm, checkToken];
  return {
    page,
    form,
    ownPage: [...page, requireSignedIn(site)],
    ownForm: [...page, checkOrigin, requireSignedIn(site), readForm, checkToken],
  };
}
