import { type Action, type Caller, needsFreshSignIn } from '../../../access/index.ts';
import type { Context, Doors, Middleware, Next } from '../../types.ts';
import { checkFormToken, checkOrigin } from '../csrf.ts';
import { readForm } from '../form.ts';
import { callerOf } from '../group/caller.ts';
import { isOperating } from '../operating.ts';
import { pageNotFound } from '../page_error.ts';
import { redirect } from '../redirect.ts';
import { signedIn } from '../session.ts';
import type { Site } from '../site.ts';

export interface OperatorDoors {
  page(action: Action): readonly Middleware[];
  form(action: Action): readonly Middleware[];
  /** A form that has no page of its own: it is on the page above. */
  act(action: Action): readonly Middleware[];
}

/** The middleware of the operator's pages: to everybody else they do not exist. */
export function operatorDoors(site: Site, { page }: Pick<Doors, 'page'>): OperatorDoors {
  const inside = [...page, onlyOperators(site)];
  const sent = [...inside, checkOrigin(site), readForm, checkFormToken(site)];
  return {
    page: (action) => [...inside, signInAgain(site, action)],
    form: (action) => [...sent, signInAgain(site, action)],
    act: (action) => [...sent, signInAgain(site, action, pageAbove)],
  };
}

/** The signed-in operator as the caller of an operation. */
export function operatorOf(ctx: Context): Caller {
  return { ...callerOf(ctx), operating: true };
}

function onlyOperators(site: Site): Middleware {
  return async function operatorsOnly(ctx: Context, next: Next) {
    if (!(await isOperating(site, ctx))) throw pageNotFound();
    await next();
  };
}

/** Redirects a person whose sign-in is too old for a change to the sign-in, and then to the page of the change. */
function signInAgain(site: Site, action: Action, pageOf = ({ path }: Context) => path): Middleware {
  return async function freshSignIn(ctx: Context, next: Next) {
    if (needsFreshSignIn(action, signedIn(ctx).session, site.services.store.now()))
      redirect(site, ctx, `/sign-in?again=yes&return_to=${encodeURIComponent(pageOf(ctx))}`);
    else await next();
  };
}

function pageAbove({ path }: Context): string {
  return path.slice(0, path.lastIndexOf('/'));
}
