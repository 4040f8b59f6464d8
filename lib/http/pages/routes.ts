import Router from '@koa/router';
import type { Services } from '../../operations/index.ts';
import { type Asset, notePage, script, stylesheet } from '../../views/index.ts';
import type { Context, Middleware, State } from '../types.ts';
import { leaveGroup, showAccess } from './actions/access.ts';
import {
  addOwnEmail,
  confirmOwnEmail,
  makeEmailPrimary,
  removeOwnEmail,
  sendConfirmation,
  showConfirmEmail,
} from './actions/emails.ts';
import { FIRST_RUN, finishFirstRun, firstRunFirst, showFirstRun } from './actions/first_run.ts';
import { showGroups } from './actions/groups.ts';
import { acceptInvitation, joinByInvitation, showInvitation } from './actions/invitation.ts';
import { acceptLinkInvitation, showLinkInvitation } from './actions/link_invitation.ts';
import {
  changeOwnPassword,
  forgotPassword,
  mailOwnPasswordLink,
  resetPassword,
  showChangePassword,
  showForgotPassword,
  showResetPassword,
} from './actions/passwords.ts';
import { changeNames, endOtherSession, endOtherSessions, showProfile } from './actions/profile.ts';
import { showReference, showReferencePart } from './actions/reference.ts';
import { search } from './actions/search.ts';
import { generateBySetUp, openSetUp, showSetUp, signOnBySetUp } from './actions/set_up.ts';
import { showSignIn, signIn, signOut } from './actions/sign_in.ts';
import { makeToken, revokeToken, showTokens } from './actions/tokens.ts';
import { checkFormToken, checkOrigin } from './csrf.ts';
import { readForm } from './form.ts';
import { addGroupRoutes } from './group/routes.ts';
import { secureHeaders } from './headers.ts';
import { addOperatorRoutes, isOfOperator } from './operator/routes.ts';
import { PageError, pageNotFound } from './page_error.ts';
import { handlePageErrors } from './page_errors.ts';
import { redirect } from './redirect.ts';
import { addSamlRoutes } from './saml/routes.ts';
import { sendPage } from './send_page.ts';
import { readSession, requireSignedIn } from './session.ts';
import { type Site, siteOf } from './site.ts';
import { readUpload } from './upload.ts';

const NOT_API = /^\/(?!api(?:\/|$))/i;

/** The pages for people: sign-in, profile, passwords. Everything works without scripts. */
export function webRoutes(services: Services, settings: Pick<Site, 'publicUrl' | 'samlUrl'>): Router<State> {
  const site = siteOf(services, settings);
  const page = [secureHeaders(site), handlePageErrors(site), firstRunFirst(site), readSession(site)];
  const form = [...page, checkOrigin(site), readForm, checkFormToken(site)];
  const ownPage = [...page, requireSignedIn(site)];
  const ownForm = [...page, checkOrigin(site), requireSignedIn(site), readForm, checkFormToken(site)];
  const ownUpload = [...page, checkOrigin(site), requireSignedIn(site), readUpload, checkFormToken(site)];
  const doors = { page, form, ownPage, ownForm, ownUpload };
  const router = new Router<State>();

  for (const asset of [stylesheet, script]) router.get(asset.path, secureHeaders(site), sendAsset(asset));
  router.get('/', ...page, (ctx: Context) => redirect(site, ctx, '/groups'));
  router.get(FIRST_RUN, ...page, showFirstRun(site));
  router.post(FIRST_RUN, ...form, finishFirstRun(site));
  router.get('/sign-in', ...page, showSignIn(site));
  router.post('/sign-in', ...form, signIn(site));
  router.get('/signed-out', ...page, (ctx: Context) => sendPage(site, ctx, signedOut));
  router.post('/sign-out', ...form, signOut(site));

  router.get('/password/forgot', ...page, showForgotPassword(site));
  router.post('/password/forgot', ...form, forgotPassword(site));
  router.get('/password/forgot/sent', ...page, (ctx: Context) => sendPage(site, ctx, linkSent));
  router.get('/password/reset', ...page, showResetPassword(site));
  router.post('/password/reset', ...form, resetPassword(site));
  router.get('/password/changed', ...page, (ctx: Context) => sendPage(site, ctx, passwordSet));

  router.get('/invitation', ...page, showInvitation(site));
  router.post('/invitation/accept', ...ownForm, acceptInvitation(site));
  router.post('/invitation/join', ...form, joinByInvitation(site));

  router.get('/link', ...page, showLinkInvitation(site));
  router.post('/link', ...ownForm, acceptLinkInvitation(site));

  router.get('/set-up', ...page, showSetUp(site));
  router.get('/set-up/:secret', ...page, openSetUp(site));
  router.post('/set-up/credential', ...form, generateBySetUp(site));
  router.post('/set-up/sign-on', ...form, signOnBySetUp(site));

  router.get('/api/v1', ...page, showReference(site));
  router.get('/api/v1/reference/:part', ...page, showReferencePart(site));

  router.get('/groups', ...ownPage, showGroups(site));
  router.get('/search', ...ownPage, search(site));
  router.get('/profile', ...ownPage, showProfile(site));
  router.post('/profile/names', ...ownForm, changeNames(site));
  router.get('/profile/access', ...ownPage, showAccess(site));
  router.post('/profile/leave', ...ownForm, leaveGroup(site));
  router.post('/profile/sessions/end', ...ownForm, endOtherSession(site));
  router.post('/profile/sessions/end-others', ...ownForm, endOtherSessions(site));
  router.get('/profile/tokens', ...ownPage, showTokens(site));
  router.post('/profile/tokens', ...ownForm, makeToken(site));
  router.post('/profile/tokens/revoke', ...ownForm, revokeToken(site));
  router.get('/profile/password', ...ownPage, showChangePassword(site));
  router.post('/profile/password', ...ownForm, changeOwnPassword(site));
  router.post('/profile/password/mail', ...ownForm, mailOwnPasswordLink(site));
  router.post('/profile/emails/add', ...ownForm, addOwnEmail(site));
  router.post('/profile/emails/confirmation', ...ownForm, sendConfirmation(site));
  router.get('/profile/emails/confirm', ...ownPage, showConfirmEmail(site));
  router.post('/profile/emails/confirm', ...ownForm, confirmOwnEmail(site));
  router.post('/profile/emails/primary', ...ownForm, makeEmailPrimary(site));
  router.post('/profile/emails/remove', ...ownForm, removeOwnEmail(site));

  addSamlRoutes(router, site, doors);
  addGroupRoutes(router, site, doors);
  addOperatorRoutes(router, site, doors);

  const known = router.stack.map(({ path }) => path).filter((path) => !isOfOperator(path));
  for (const path of new Set(known)) {
    const methods = router.stack.filter((layer) => layer.path === path).flatMap((layer) => layer.methods);
    router.all(path, ...page, function refuseMethod() {
      throw wrongMethod([...new Set(methods)].join(', '));
    });
  }
  router.all(NOT_API, ...page, function refuseUnknown() {
    throw pageNotFound();
  });
  return router;
}

const signedOut = notePage({
  title: 'You are signed out',
  lines: ['This browser is no longer signed in.'],
  next: { to: '/sign-in', text: 'Sign in again' },
});

const linkSent = notePage({
  title: 'Check your mail',
  lines: [
    'If an account has this username or confirmed address, we sent it a link that sets a password.',
    'The link works once, within an hour. No mail? Check the spam folder, or try your other address.',
  ],
  next: { to: '/sign-in', text: 'Back to signing in' },
});

const passwordSet = notePage({
  title: 'Your password is set',
  lines: ['All browsers are signed out. Sign in with the new password.'],
  next: { to: '/sign-in', text: 'Sign in' },
});

function wrongMethod(allow: string): PageError {
  return new PageError(
    405,
    'method_not_allowed',
    'This address takes other requests',
    ['Go to the start page.'],
    {
      allow,
    },
  );
}

function sendAsset({ type, text }: Asset): Middleware {
  return function asset(ctx: Context) {
    ctx.set('cache-control', 'public, max-age=31536000, immutable');
    ctx.type = type;
    ctx.body = text;
  };
}
