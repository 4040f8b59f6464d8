import { profileSearch } from '../../../operations/index.ts';
import { searchPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { asPerson } from '../as_person.ts';
import { attempt } from '../group/attempt.ts';
import { queried } from '../group/queried.ts';
import { groupUrl } from '../group/side.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';

const NOTHING = { groups: [], people: [], isPartial: false };

/** Finds groups and people for the form at the top of each page. */
export function search(site: Site): Middleware {
  return async function findByName(ctx: Context) {
    const text = queried(ctx, 'q').trim();
    const tried = await attempt(async () =>
      text === '' ? NOTHING : asPerson(site, ctx, profileSearch, { text }),
    );
    const found = 'done' in tried ? tried.done : NOTHING;
    const page = searchPage({
      text,
      groups: found.groups.map((group) => ({ ...group, to: groupUrl(group.path) })),
      people: found.people.map(({ group, ...person }) => ({
        ...person,
        to: `${groupUrl(group, 'members')}/${person.id}`,
      })),
      isPartial: found.isPartial,
      problem: 'problem' in tried ? tried.problem : undefined,
    });
    await sendPage(site, ctx, { ...page, status: 'problem' in tried ? 422 : 200 });
  };
}
