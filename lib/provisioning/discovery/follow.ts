import type { Derivation, Unit } from '../../audit/index.ts';
import { memberOf, members } from '../../groups/index.ts';
import { all, type Doc, PLATFORM, type Reader } from '../../store/index.ts';
import { identities } from '../collections.ts';
import { type Discovery, discoveries, unprovisioned } from './collections.ts';

/** The ids of the users that integrations show before they have created them start like this. */
const PREFIX = 'unprovisioned-';

interface Concerned {
  readonly rootId: string;
  readonly accountId: string;
}

/** Keeps the list of unprovisioned members of every integration that shows them. */
export const followMembers: Derivation<Unit> = {
  concerns: (collection) => collection === members.name || collection === identities.name,
  async follow(unit, written) {
    const found = new Map(written.flatMap(concernedIn).map((one) => [`${one.rootId} ${one.accountId}`, one]));
    const concerned = [...found.values()];
    for (const rootId of new Set(concerned.map((one) => one.rootId))) {
      const shown = await showing(unit, rootId);
      for (const discovery of shown)
        for (const one of concerned.filter((each) => each.rootId === rootId))
          await settle(unit, discovery, one);
    }
  },
};

/** The integrations of a top-level group that show members whom they have not created. */
export function showing(reader: Reader, rootId: string): Promise<Discovery[]> {
  return all(reader, discoveries, PLATFORM, { index: 'root', equal: [rootId] });
}

/** Brings the list of one integration up to date for one account. */
export async function settle(
  unit: Unit,
  { id: integrationId, rootId }: Discovery,
  { accountId }: Pick<Concerned, 'accountId'>,
): Promise<void> {
  const [member, identity, listed] = await Promise.all([
    memberOf(unit, rootId, accountId),
    unit.find(identities, integrationId, 'account', accountId),
    unit.find(unprovisioned, integrationId, 'account', accountId),
  ]);
  const isShown = member !== undefined && member.memberships.length > 0 && identity === undefined;
  if (listed && !isShown) unit.remove(unprovisioned, listed);
  if (!listed && isShown) {
    const id = PREFIX + unit.id();
    unit.insert(unprovisioned, { id, integrationId, rootId, accountId, since: unit.now() });
  }
}

function concernedIn(doc: Doc): Concerned[] {
  const { rootId, accountId } = doc as Doc & Partial<Concerned>;
  return rootId === undefined || accountId === undefined ? [] : [{ rootId, accountId }];
}
