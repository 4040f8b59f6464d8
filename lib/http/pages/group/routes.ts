import type Router from '@koa/router';
import type { State } from '../../types.ts';
import type { Doors } from '../doors.ts';
import type { Site } from '../site.ts';
import { dismiss, showAttention } from './attention.ts';
import {
  createCredential,
  revokeCredential,
  rotateCredential,
  showNewCredential,
  showRevoke,
  showRotate,
} from './credentials.ts';
import {
  addLink,
  removeLink,
  showDirectoryGroup,
  showDirectoryGroups,
  showUnlink,
} from './directory_groups.ts';
import { setEnabled, showDisable, showIntegration } from './integration.ts';
import { showLog } from './log.ts';
import { showMembers, showWhy } from './members.ts';
import { GROUP_PAGE, showGroup } from './overview.ts';
import { discard, resume, showPaused } from './paused.ts';
import { findPlace } from './place.ts';
import { goLive, showPlan, startPreview } from './preview.ts';
import { createIntegration, showNewIntegration, showProvisioning } from './provisioning.ts';
import { removeIntegration, showRemove } from './remove.ts';
import { saveSettings, showSettings } from './settings.ts';

const PROVISIONING = '/groups/:group/-/provisioning';
const INTEGRATION = `${PROVISIONING}/:integration`;
const DIRECTORY_GROUPS = '/groups/:group/-/directory-groups';
const DIRECTORY_GROUP = `${DIRECTORY_GROUPS}/:integration/:directoryGroup`;
const CREDENTIAL = `${INTEGRATION}/credentials/:token`;

/** The pages of a group. */
export function addGroupRoutes(router: Router<State>, site: Site, { ownPage, ownForm }: Doors): void {
  const page = [...ownPage, findPlace(site)];
  const form = [...ownForm, findPlace(site)];
  router.get(GROUP_PAGE, ...page, showGroup(site));

  router.get('/groups/:group/-/members', ...page, showMembers(site));
  router.get('/groups/:group/-/members/:account', ...page, showWhy(site));
  router.get('/groups/:group/-/log', ...page, showLog(site));

  router.get(DIRECTORY_GROUPS, ...page, showDirectoryGroups(site));
  router.get(`${DIRECTORY_GROUPS}/:integration`, ...page, showDirectoryGroups(site));
  router.get(DIRECTORY_GROUP, ...page, showDirectoryGroup(site));
  router.post(`${DIRECTORY_GROUP}/link`, ...form, addLink(site));
  router.get(`${DIRECTORY_GROUP}/unlink`, ...page, showUnlink(site));
  router.post(`${DIRECTORY_GROUP}/unlink`, ...form, removeLink(site));

  router.get(PROVISIONING, ...page, showProvisioning(site));
  router.get(`${PROVISIONING}/new`, ...page, showNewIntegration(site));
  router.post(`${PROVISIONING}/new`, ...form, createIntegration(site));
  router.get(INTEGRATION, ...page, showIntegration(site));
  router.get(`${INTEGRATION}/disable`, ...page, showDisable(site));
  router.post(`${INTEGRATION}/disable`, ...form, setEnabled(site, false));
  router.post(`${INTEGRATION}/enable`, ...form, setEnabled(site, true));
  router.get(`${INTEGRATION}/settings`, ...page, showSettings(site));
  router.post(`${INTEGRATION}/settings`, ...form, saveSettings(site));
  router.post(`${INTEGRATION}/preview`, ...form, startPreview(site));
  router.get(`${INTEGRATION}/plan`, ...page, showPlan(site));
  router.post(`${INTEGRATION}/go-live`, ...form, goLive(site));
  router.get(`${INTEGRATION}/remove`, ...page, showRemove(site));
  router.post(`${INTEGRATION}/remove`, ...form, removeIntegration(site));
  router.get(`${INTEGRATION}/attention`, ...page, showAttention(site));
  router.post(`${INTEGRATION}/attention/dismiss`, ...form, dismiss(site));
  router.get(`${INTEGRATION}/paused`, ...page, showPaused(site));
  router.post(`${INTEGRATION}/paused/resume`, ...form, resume(site));
  router.post(`${INTEGRATION}/paused/discard`, ...form, discard(site));
  router.get(`${INTEGRATION}/credentials/new`, ...page, showNewCredential(site));
  router.post(`${INTEGRATION}/credentials/new`, ...form, createCredential(site));
  router.get(`${CREDENTIAL}/rotate`, ...page, showRotate(site));
  router.post(`${CREDENTIAL}/rotate`, ...form, rotateCredential(site));
  router.get(`${CREDENTIAL}/revoke`, ...page, showRevoke(site));
  router.post(`${CREDENTIAL}/revoke`, ...form, revokeCredential(site));
}
