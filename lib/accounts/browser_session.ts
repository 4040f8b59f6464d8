import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import { hasPassed } from '../kernel/index.ts';
import { PLATFORM } from '../store/index.ts';
import {
  closeSession,
  type Flash,
  findSession,
  type NewSession,
  newSecret,
  noteUse,
  type OpenSession,
  openSession,
  type Session,
  sessions,
} from './sessions.ts';

interface Parts {
  readonly store: UnitStore;
}

/** The session of a browser's secret. Records its use now and then, so that it does not expire as idle. */
export async function useSession(
  { store }: Parts,
  secret: string,
  ip: string,
): Promise<OpenSession | undefined> {
  const found = await findSession(store, secret);
  if (found && hasPassed(found.session.usedAt, limits.sessionNoteEvery, store.now()))
    await store.transaction(async (unit) => {
      const session = await unit.get(sessions, PLATFORM, found.session.id);
      if (session) noteUse(unit, session, ip);
    });
  return found;
}

/** Starts a session with a new secret, and ends the previous one of the browser. */
export async function replaceSession(
  { store }: Parts,
  former: string | undefined,
  begun: NewSession,
): Promise<{ readonly session: Session; readonly secret: string }> {
  const secret = newSecret(store);
  const session = await store.transaction(async (unit) => {
    if (former !== undefined) await closeSession(unit, former);
    return openSession(unit, secret, begun);
  });
  return { session, secret };
}

/** Ends the session of a secret, if it exists. */
export function endSession({ store }: Pick<Parts, 'store'>, secret: string): Promise<void> {
  return store.transaction((unit) => closeSession(unit, secret));
}

/** Stores a message that the next page shows once; undefined removes it. */
export function keepFlash(
  { store }: Pick<Parts, 'store'>,
  { id }: Session,
  flash: Flash | undefined,
): Promise<void> {
  return store.transaction(async (unit) => {
    const kept = await unit.get(sessions, PLATFORM, id);
    if (!kept) return;
    const { flash: _former, ...rest } = kept;
    unit.update(sessions, flash === undefined ? rest : { ...rest, flash });
  });
}
