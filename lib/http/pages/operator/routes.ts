import type Router from '@koa/router';
import type { Doors, State } from '../../types.ts';
import { operatorsDesk } from '../receivers/desk.ts';
import { addReceiverRoutes } from '../receivers/routes.ts';
import type { Site } from '../site.ts';
import {
  endSessions,
  setPassword,
  showEndSessions,
  showOperatorAccount,
  showOperatorAccounts,
  showSetPassword,
} from './accounts.ts';
import { operatorDoors } from './door.ts';
import { operatorRevoke, showOperatorGroup, showOperatorGroups, showOperatorRevoke } from './groups.ts';
import { showHealth } from './health.ts';
import { showOperatorRefused } from './refused.ts';
import { removeSeats, saveSeats, showSeats } from './seats.ts';

const OPERATOR = '/operator';
const GROUP = `${OPERATOR}/groups/:group`;
const SEATS = `${GROUP}/seats`;
const REVOKE = `${GROUP}/credentials/:integration/:credential/revoke`;
const ACCOUNTS = `${OPERATOR}/accounts`;
const ACCOUNT = `${ACCOUNTS}/:account`;

/** The operator's pages. Each names its action in the policy. */
export function addOperatorRoutes(router: Router<State>, site: Site, doors: Doors): void {
  const { page, form, act } = operatorDoors(site, doors);
  router.get(OPERATOR, ...page('group.review'), showOperatorGroups(site));
  router.get(GROUP, ...page('group.summary'), showOperatorGroup(site));
  router.get(`${GROUP}/refused`, ...page('log.list'), showOperatorRefused(site));
  router.get(SEATS, ...page('seats.set'), showSeats(site));
  router.post(SEATS, ...form('seats.set'), saveSeats(site));
  router.post(`${SEATS}/remove`, ...act('seats.remove'), removeSeats(site));
  router.get(REVOKE, ...page('credential.revoke'), showOperatorRevoke(site));
  router.post(REVOKE, ...form('credential.revoke'), operatorRevoke(site));
  router.get(ACCOUNTS, ...page('account.list'), showOperatorAccounts(site));
  router.get(ACCOUNT, ...page('account.show'), showOperatorAccount(site));
  router.get(`${ACCOUNT}/end-sessions`, ...page('account.sessions.end'), showEndSessions(site));
  router.post(`${ACCOUNT}/end-sessions`, ...form('account.sessions.end'), endSessions(site));
  router.get(`${ACCOUNT}/password`, ...page('account.password'), showSetPassword(site));
  router.post(`${ACCOUNT}/password`, ...form('account.password'), setPassword(site));
  addReceiverRoutes(router, site, operatorsDesk, OPERATOR, { page, form, act });
  router.get(`${OPERATOR}/health`, ...page('health.show'), showHealth(site));
}

/** Whether a path belongs to the operator's pages, which others must not be able to tell from none. */
export function isOfOperator(path: string | RegExp): boolean {
  return typeof path === 'string' && (path === OPERATOR || path.startsWith(`${OPERATOR}/`));
}
