import { ACCOUNTS_CHAIN, type Actor, type Unit, type UnitStore } from '../audit/index.ts';
import { begin, beginOnce, type Work } from '../jobs/index.ts';
import { batches, type Collection, type Doc, PLATFORM } from '../store/index.ts';

interface FormerRecalculation extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  readonly createdAt: number;
  readonly cause: string;
  readonly groupId?: string;
  readonly identityIds?: readonly string[];
  readonly roleGroups?: readonly string[];
  readonly link?: { readonly id: string; readonly targetId: string };
}

/** Nobody asks again for work without an actor. */
async function start(unit: Unit, work: Beginning): Promise<Work> {
  return work.actor ? beginOnce(unit, work) : begin(unit, work);
}

type Beginning = Pick<Work, 'rootId' | 'kind' | 'subject' | 'cause' | 'state' | 'actor'>;

interface FormerEnding extends Doc {
  readonly rootId: string;
  readonly name: string;
  readonly members: 'keep' | 'revoke';
  readonly actor: Actor;
  readonly cause: string;
  readonly people: number;
  readonly touchedAt: number;
}

interface FormerDomainChange extends Doc {
  readonly cause: string;
  readonly touchedAt: number;
}

const recalculations: Collection<FormerRecalculation> = {
  name: 'recalculations',
  scope: 'integrationId',
  unique: {},
  indexes: { age: { fields: ['createdAt'], global: true } },
};

const domainChanges: Collection<FormerDomainChange> = {
  name: 'domain_changes',
  scope: 'platform',
  unique: {},
  indexes: { age: { fields: ['touchedAt'], global: true } },
};

const endings: Collection<FormerEnding> = {
  name: 'integration_endings',
  scope: 'rootId',
  unique: {},
  indexes: { age: { fields: ['touchedAt'], global: true } },
};

/** Where versions before the runner noted their unfinished work. */
export const formerWork = [recalculations, domainChanges, endings];

/** Turns the unfinished work of former versions into work of the runner, which starts each from its beginning. */
export async function adoptFormerWork(store: UnitStore): Promise<void> {
  await adopt(store, recalculations, 'age', ({ rootId, integrationId: subject, cause, ...note }) => {
    const { roleGroups, identityIds, groupId, link } = note;
    const place = { rootId, subject, cause };
    return roleGroups
      ? { ...place, kind: 'role_attributes', state: { roleGroups } }
      : { ...place, kind: 'recalculation', state: withoutAbsent({ identityIds, groupId, link }) };
  });
  await adopt(store, domainChanges, 'age', ({ id: subject, cause }) => {
    return { rootId: ACCOUNTS_CHAIN, kind: 'domain', subject, cause, state: {} };
  });
  await adopt(store, endings, 'age', ({ id: subject, rootId, actor, cause, name, members, people }) => {
    const place = { kind: 'integration.removal', rootId, subject, cause, actor };
    return { ...place, state: { name, members, people, phase: 0 } };
  });
}

async function adopt<D extends Doc>(
  store: UnitStore,
  from: Collection<D>,
  index: string,
  beginningOf: (doc: D) => Beginning,
): Promise<void> {
  for await (const docs of batches(store, from, { index, limit: 100 }))
    await store.transaction(async (unit) => {
      for (const doc of docs) {
        const scope = from.scope === 'platform' ? PLATFORM : String(doc[from.scope]);
        const present = await unit.get(from, scope, doc.id);
        if (!present) continue;
        await start(unit, beginningOf(present));
        unit.remove(from, present);
      }
    });
}

function withoutAbsent(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
