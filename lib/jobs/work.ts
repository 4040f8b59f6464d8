import { limits } from '../../config/limits.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { all, type Collection, type Doc, type Reader } from '../store/index.ts';

/** Work of many transactions. Each step writes this document, so a stopped process loses and doubles nothing. */
export interface Work<S extends object = object> extends Doc {
  readonly rootId: string;
  readonly kind: string;
  /** The id of the integration, or the domain, that it is about. */
  readonly subject: string;
  /** The subject again, until the last step. */
  readonly open?: string;
  /** Kind and subject of work that must not begin twice, until it is through. */
  readonly alone?: string;
  /** Where the next step starts, and the results so far. */
  readonly state: S;
  /** How many people or documents the steps have seen, and how many there were at the start. */
  readonly done: number;
  readonly total?: number;
  /** The actor who started it. Work without an actor is removed when it ends. */
  readonly actor?: Actor;
  /** The id of the request or command. */
  readonly cause: string;
  readonly startedAt: number;
  /** The process that runs it. */
  readonly holder?: string;
  /** When any process may continue it; absent after the last step. */
  readonly dueAt?: number;
  /** The failed attempts since the last step that succeeded. */
  readonly failures?: number;
  readonly lastError?: string;
  /** When everything was done. Some work then waits and runs again, for concurrent changes. */
  readonly throughAt?: number;
  readonly expiresAt?: number;
}

export const works: Collection<Work> = {
  name: 'works',
  scope: 'rootId',
  unique: { alone: { fields: ['alone'] } },
  indexes: { open: { fields: ['open'] }, due: { fields: ['dueAt'], global: true } },
  expires: 'expiresAt',
};

type Beginning<S extends object> = Pick<
  Work<S>,
  'rootId' | 'kind' | 'subject' | 'state' | 'cause' | 'actor' | 'total'
>;

/** Records work in the transaction that decides on it. The `Runner` does it, also after a restart. */
export function begin<S extends object>(unit: Unit, beginning: Beginning<S>): Work<S> {
  return insert(unit, beginning);
}

/** Like `begin`; returns the work of this kind and subject that has begun already, if it is not through. */
export async function beginOnce<S extends object>(unit: Unit, beginning: Beginning<S>): Promise<Work<S>> {
  const alone = `${beginning.kind} ${beginning.subject}`;
  const known = await unit.find(works, beginning.rootId, 'alone', alone);
  return known ? (known as Work<S>) : insert(unit, { ...beginning, alone });
}

function insert<S extends object>(unit: Unit, work: Beginning<S> & Partial<Pick<Work, 'alone'>>): Work<S> {
  const now = unit.now();
  const times = { startedAt: now, dueAt: now + limits.workGrace };
  return unit.insert(works, { id: unit.id(), ...work, open: work.subject, done: 0, ...times }) as Work<S>;
}

/** The work on an integration or domain that has steps left, the oldest first. */
export function openWork(reader: Reader, rootId: string, subject: string): Promise<Work[]> {
  return all(reader, works, rootId, { index: 'open', equal: [subject] });
}
