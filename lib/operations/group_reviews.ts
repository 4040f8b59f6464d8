import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import type { View } from '../audit/index.ts';
import { type Group, groupPaths, groups, memberOf, members, ownersOf } from '../groups/index.ts';
import { credentialsOf, type Integration, isLive, listIntegrations } from '../integrations/index.ts';
import { countsOfDays } from '../provisioning/index.ts';
import { PLATFORM, type Store } from '../store/index.ts';
import { pageOf, paging, rootPath } from './arguments.ts';
import { breakGlassView } from './break_glass.ts';
import { credentialView } from './credential_views.ts';
import { endingsIn } from './endings.ts';
import { integrationView } from './integration_views.ts';
import { query } from './operation.ts';
import { shownLimit } from './seats.ts';
import { ofPlatform, ofTopLevelGroup } from './targets.ts';
import { accountRef, groupView } from './views.ts';

export const groupReview = query({
  name: 'group.review',
  summary:
    'Lists the top-level groups with their integrations, refused requests and credentials that expire soon.',
  target: ofPlatform,
  input: z.object(paging),
  run: async (view, _actor, page, { services: { store, logBook } }) => {
    await logBook.flush();
    const paths = await view.list(groupPaths, PLATFORM, pageOf(page));
    const found = await Promise.all(
      paths.items.map(async ({ id, rootId }) => {
        const group = await view.get(groups, rootId, rootId);
        return group?.slugKey === id ? [await reviewOf(view, store, group)] : [];
      }),
    );
    return { groups: found.flat(), ...(paths.next === undefined ? {} : { next: paths.next }) };
  },
});

export const groupSummary = query({
  name: 'group.summary',
  summary:
    'Shows a top-level group for an operator: owners, integrations, credentials and what expires soon.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (view, { accountId }, _input, { group, services: { store, logBook, tokenUses: uses } }) => {
    await Promise.all([logBook.flush(), uses.flush()]);
    const [review, owners, integrations, own] = await Promise.all([
      reviewOf(view, store, group),
      ownersOf(view, group.id),
      listIntegrations(view, group.id),
      accountId === undefined ? undefined : memberOf(view, group.id, accountId),
    ]);
    return {
      ...review,
      ...(await shownLimit(view, group.id)),
      isMember: own !== undefined && own.deprovisioned === undefined,
      owners: owners.map(accountRef),
      credentials: (await Promise.all(integrations.map((one) => liveCredentials(view, one)))).flat(),
    };
  },
});

async function reviewOf(view: View, store: Pick<Store, 'count'>, group: Group) {
  const now = view.now();
  const counted = { limit: limits.reviewCount };
  const [memberCount, [today], integrations, endings, breakGlass] = await Promise.all([
    store.count(members, group.id, { index: 'group', equal: [group.id], ...counted }),
    countsOfDays(view, group.id, now, 1),
    listIntegrations(view, group.id),
    endingsIn(view, group),
    breakGlassView(view, group.id),
  ]);
  return {
    ...(await groupView(view, group)),
    members: memberCount,
    breakGlass,
    refusedToday: Math.min(today?.refused ?? 0, limits.reviewCount),
    integrations: integrations.map((one) => integrationView(one, now)),
    endsSoon: endings.map(({ kind, name, endsAt, integration }) => ({
      kind,
      name: integration === undefined ? name : `${name} of ${integration.name}`,
      endsAt,
    })),
  };
}

async function liveCredentials(view: View, integration: Integration) {
  const now = view.now();
  const live = credentialsOf(integration).filter((one) => isLive(one, now));
  return Promise.all(
    live.map(async (one) => ({
      ...(await credentialView(view, integration, one, now)),
      integration: integration.name,
      integrationId: integration.id,
    })),
  );
}
