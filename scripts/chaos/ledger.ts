import type { Visitor } from '../../test/web/visitor.ts';

/** What an identity provider knows of a user. */
export interface State {
  readonly isThere: boolean;
  readonly title: string;
  readonly isActive: boolean;
  readonly isInTeam: boolean;
}

/** One user, whom one client alone changes, one request after the other. */
export interface Person {
  readonly name: string;
  /** The client that changes the user. */
  readonly client: string;
  id?: string;
  /** The states that the user may have: more than one after a request without a clear answer. */
  possible: readonly State[];
}

/** One change that a client has sent. */
export interface Act {
  readonly request: string;
  readonly person: Person;
  /** Acknowledged, and so must have changed something. */
  isDone: boolean;
}

export interface KeptSession {
  readonly visitor: Visitor;
  /** Whether the service has acknowledged that it ended. */
  isEnded: boolean;
}

export interface KeptToken {
  readonly scimUrl: string;
  readonly token: string;
}

/** What may be kept of sessions and access tokens: of more, the service itself ends the oldest. */
const KEPT = 30;

/** What the clients were told, to be compared with what the service has. */
export class Ledger {
  readonly people: Person[] = [];
  readonly acts: Act[] = [];
  readonly sessions: KeptSession[] = [];
  readonly tokens: KeptToken[] = [];
  /** Answers that are wrong whatever happened. */
  readonly problems: string[] = [];
  readonly counts: Record<string, number> = {};
  /** Set when the run has failed: no client need go on. */
  isAbandoned = false;
  /** What was done and what failed, and when. */
  readonly history: string[] = [];

  note(step: string): void {
    this.history.push(`${new Date().toISOString()} ${step}`);
  }

  count(what: string, more = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + more;
  }

  keepSession(visitor: Visitor): KeptSession {
    const kept: KeptSession = { visitor, isEnded: false };
    this.sessions.push(kept);
    if (this.sessions.length > KEPT) this.sessions.shift();
    return kept;
  }

  keepToken(token: KeptToken): void {
    this.tokens.push(token);
    if (this.tokens.length > KEPT) this.tokens.shift();
  }
}

/** The states without repetition. */
export function distinct(states: readonly State[]): readonly State[] {
  return [...new Map(states.map((state) => [shown(state), state])).values()];
}

export function shown({ isThere, title, isActive, isInTeam }: State): string {
  return isThere ? `${title} ${isActive ? 'active' : 'inactive'}${isInTeam ? ' in the team' : ''}` : 'gone';
}
