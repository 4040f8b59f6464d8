import { limits } from '../../config/limits.ts';
import { hasPassed, type Runtime } from '../kernel/runtime.ts';
import { PLATFORM, type Store } from '../store/port.ts';
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
  readonly store: Store;
  readonly runtime: Runtime;
}

/** The session that a browser's secret opens. Notes its use from time to time, so that it does not end for idleness. */
export async function useSession(
  { store, runtime }: Parts,
  secret: string,
  ip: string,
): Promise<OpenSession | undefined> {
  const found = await findSession(store, runtime, secret);
  if (found && hasPassed(found.session.usedAt, limits.sessionNoteEvery, runtime.now()))
    await store.transaction(async (tx) => {
      const session = await tx.get(sessions, PLATFORM, found.session.id);
      if (session) noteUse(tx, runtime, session, ip);
    });
  return found;
}

/** Begins a session with a new secret, and ends the one that the browser had. */
export async function replaceSession(
  { store, runtime }: Parts,
  former: string | undefined,
  begun: NewSession,
): Promise<{ readonly session: Session; readonly secret: string }> {
  const secret = newSecret(runtime);
  const session = await store.transaction(async (tx) => {
    if (former !== undefined) await closeSession(tx, former);
    return openSession(tx, runtime, secret, begun);
  });
  return { session, secret };
}

/** Ends the session of a secret, if there is one. */
export function endSession({ store }: Pick<Parts, 'store'>, secret: string): Promise<void> {
  return store.transaction((tx) => closeSession(tx, secret));
}

/** Keeps what the next page of a session says once; undefined removes it. */
export function keepFlash(
  { store }: Pick<Parts, 'store'>,
  { id }: Session,
  flash: Flash | undefined,
): Promise<void> {
  return store.transaction(async (tx) => {
    const kept = await tx.get(sessions, PLATFORM, id);
    if (!kept) return;
    const { flash: _former, ...rest } = kept;
    tx.update(sessions, flash === undefined ? rest : { ...rest, flash });
  });
}
