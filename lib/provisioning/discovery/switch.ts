import { limits } from '../../../config/limits.ts';
import type { Actor, Unit } from '../../audit/index.ts';
import { members } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { beginOnce, type Kind, type Step, type Work } from '../../jobs/index.ts';
import { PLATFORM } from '../../store/index.ts';
import { discoveries, unprovisioned } from './collections.ts';
import { settle } from './follow.ts';

interface State {
  readonly after?: string;
}

const fill = 'discovery.fill';
const clear = 'discovery.clear';

/**
 * Lets an integration show unprovisioned members as its setting says. Returns the work that lists them, or removes the
 * list; undefined when nothing changes.
 */
export async function followSwitch(
  unit: Unit,
  { id, rootId, settings }: Integration,
  actor: Actor,
): Promise<Work<State> | undefined> {
  const shown = await unit.get(discoveries, PLATFORM, id);
  const isOn = settings.accountDiscovery === true;
  if (isOn === (shown !== undefined)) return undefined;
  if (shown) unit.remove(discoveries, shown);
  else unit.insert(discoveries, { id, rootId });
  const kind = isOn ? fill : clear;
  return beginOnce<State>(unit, { kind, rootId, subject: id, cause: unit.id(), actor, state: {} });
}

/** Lists the members who are no users of the integration. */
export const discoveryFill: Kind<State> = {
  name: fill,
  count: (store, { rootId }) => store.count(members, rootId),
  async step(unit, { rootId, subject, state }) {
    const shown = await unit.get(discoveries, PLATFORM, subject);
    if (!shown) return { state: {}, next: 'end' };
    const page = await unit.list(members, rootId, pageFrom(state));
    for (const member of page.items) await settle(unit, shown, member);
    return stepAfter(page);
  },
};

/** Removes the list of an integration that shows unprovisioned members no more. */
export const discoveryClear: Kind<State> = {
  name: clear,
  count: (store, { subject }) => store.count(unprovisioned, subject),
  async step(unit, { subject, state }) {
    if (await unit.get(discoveries, PLATFORM, subject)) return { state: {}, next: 'end' };
    const page = await unit.list(unprovisioned, subject, pageFrom(state));
    for (const listed of page.items) unit.remove(unprovisioned, listed);
    return stepAfter(page);
  },
};

function pageFrom({ after }: State) {
  return { limit: limits.recalculatedAtOnce, ...(after === undefined ? {} : { after }) };
}

function stepAfter({
  items,
  next,
}: {
  readonly items: readonly object[];
  readonly next?: string;
}): Step<State> {
  if (next === undefined) return { state: {}, done: items.length, next: 'end' };
  return { state: { after: next }, done: items.length, next: 'step' };
}
