import type Router from '@koa/router';
import type { State } from '../../types.ts';
import type { Doors } from '../doors.ts';
import type { Site } from '../site.ts';
import { GROUP_PAGE, showGroup } from './overview.ts';
import { findPlace } from './place.ts';

/** The pages of a group. */
export function addGroupRoutes(router: Router<State>, site: Site, { ownPage }: Doors): void {
  const page = [...ownPage, findPlace(site)];
  router.get(GROUP_PAGE, ...page, showGroup(site));
}
