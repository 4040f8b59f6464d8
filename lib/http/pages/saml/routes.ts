import type Router from '@koa/router';
import { limits } from '../../../../config/limits.ts';
import type { Doors, State } from '../../types.ts';
import { formReader } from '../form.ts';
import { secureHeaders } from '../headers.ts';
import { readSession } from '../session.ts';
import type { Site } from '../site.ts';
import { limitStarts } from './begin.ts';
import { limitRefused, takeResponse } from './callback.ts';
import { beginLink, findLink, finishLink, offerLink, unlink } from './linking.ts';
import { sendMetadata } from './metadata.ts';
import { showRecover, useRecoveryCode } from './recover.ts';
import { refuseByRedirect, refuseHere, showRefused } from './refusing.ts';
import { findSide } from './side.ts';
import { beginSignIn, chooseGroup, showChooseGroup } from './sign_in.ts';
import { beginTest, ownersOnly, showReport } from './test_sign_in.ts';

const SAML = '/groups/:group/-/saml';

/** Sign-in, linking and test sign-in with a group's SAML provider. */
export function addSamlRoutes(router: Router<State>, site: Site, doors: Doors): void {
  const { page, form, ownPage, ownForm } = doors;
  const side = [refuseHere(site), findSide(site)];
  const start = [...side, limitStarts(site)];

  router.get(`${SAML}/metadata`, ...page, ...side, sendMetadata(site));
  router.get(`${SAML}/sso`, ...page, ...start, offerLink(site), beginSignIn(site));
  router.get(`${SAML}/refused`, ...page, showRefused(site));
  const testing = [...side, ownersOnly(site, 'saml.test')];
  router.get(`${SAML}/test`, ...ownPage, ...testing, limitStarts(site), beginTest(site));
  router.get(`${SAML}/test/report`, ...ownPage, ...testing, showReport(site));

  const recovering = [...side, ownersOnly(site, 'saml.recover')];
  router.get(`${SAML}/recover`, ...ownPage, ...recovering, showRecover(site));
  router.post(`${SAML}/recover`, ...ownForm, ...recovering, useRecoveryCode(site));

  // Another site posts this form, so it cannot contain a form token: the request and its cookie bind it.
  router.post(
    `${SAML}/callback`,
    secureHeaders(site),
    refuseByRedirect(site),
    findSide(site),
    limitRefused(site),
    formReader(limits.samlFormBytes),
    readSession(site),
    takeResponse(site),
  );

  router.get('/sign-in/sso', ...page, showChooseGroup(site));
  router.post('/sign-in/sso', ...form, chooseGroup(site));
  router.post('/profile/saml/:group/link', ...ownForm, ...start, beginLink(site));
  router.get('/profile/saml/finish', ...ownPage, refuseHere(site), findLink(site), finishLink(site));
  router.post('/profile/saml/:identity/unlink', ...ownForm, unlink(site));
}
