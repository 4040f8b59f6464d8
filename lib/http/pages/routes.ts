import Router from '@koa/router';
import type { Services } from '../../operations/services.ts';
import { notePage } from '../../views/note_page.tsx';
import { stylesheet } from '../../views/stylesheet.ts';
import type { Context, State } from '../types.ts';
import {
  addOwnEmail,
  confirmOwnEmail,
  makeEmailPrimary,
  removeOwnEmail,
  sendConfirmation,
  showConfirmEmail,
} from './actions/emails.ts';
import { GROUP_PAGE, showGroup } from './actions/group.ts';
import {
  changeOwnPassword,
  forgotPassword,
  mailOwnPasswordLink,
  resetPassword,
  showChangePassword,
  showForgotPassword,
  showResetPassword,
} from './actions/passwords.ts';
import { endOtherSession, endOtherSessions, showProfile } from './actions/profile.ts';
import { showSignIn, signIn, signOut } from './actions/sign_in.ts';
import { makeToken, revokeToken, showTokens } from './actions/tokens.ts';
import { doorsOf } from './doors.ts';
import { secureHeaders } from './headers.ts';
import { PageError, pageNotFound } from './page_error.ts';
import { redirect } from './redirect.ts';
import { addSamlRoutes } from './saml/routes.ts';
import { sendPage } from './send_page.ts';
import { type Site, siteOf } from './site.ts';

const NOT_API = /^\/(?!api(?:\/|$))/i;

/** The pages that people see: sign-in, profile, passwords. Everything works without script. */
export function webRoutes(services: Services, settings: Pick<Site, 'publicUrl' | 'samlUrl'>): Router<State> {
  const site = siteOf(services, settings);
  const doors = doorsOf(site);
  const { page, form, ownPage, ownForm } = doors;
  const router = new Router<State>();

  router.get(stylesheet.path, secureHeaders(site), sendStylesheet);
  router.get('/', ...page, (ctx: Context) => redirect(site, ctx, '/profile'));
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

  router.get('/profile', ...ownPage, showProfile(site));
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
  router.get(GROUP_PAGE, ...ownPage, showGroup(site));
  router.all(GROUP_PAGE, ...page, function refuseMethod() {
    throw wrongMethod('HEAD, GET');
  });

  const known = router.stack.map(({ path }) => path).filter((path) => typeof path === 'string');
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
  title: 'Look into your mail',
  lines: [
    'If there is an account with this username or confirmed address, we sent it a link that sets a password.',
    'The link works once, within an hour. Nothing there? Look into the spam, or try your other address.',
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
    'This address does something else',
    ['Go to the start page.'],
    {
      allow,
    },
  );
}

function sendStylesheet(ctx: Context): void {
  ctx.set('cache-control', 'public, max-age=31536000, immutable');
  ctx.type = 'text/css; charset=utf-8';
  ctx.body = stylesheet.css;
}
