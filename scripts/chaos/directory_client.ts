import { setTimeout } from 'node:timers/promises';
import { client, user } from '../../test/helper.ts';
import type { Chance } from './chance.ts';
import { type Act, distinct, type Ledger, type Person, type State, shown } from './ledger.ts';

/** Where a client pushes its users. */
export interface Directory {
  readonly scimUrl: string;
  readonly token: string;
  /** The directory group that this client alone changes. */
  readonly teamId: string;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

type Effect = (state: State) => State;
type Change = readonly [method: string, path: string, body: unknown, effect: Effect];

const MOST_PEOPLE = 6;
/** Milliseconds until a client goes on after it got no clear answer. */
const UNCLEAR_MS = 250;
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const patch = (...operations: object[]) => ({ schemas: [PATCH], Operations: operations });

/** An identity provider that pushes users and one group, one request after the other, and repeats what had no clear answer. */
export class DirectoryClient {
  readonly #name: string;
  readonly #to: Directory;
  readonly #chance: Chance;
  readonly #ledger: Ledger;
  readonly #send: ReturnType<typeof client>;
  readonly #own: Person[] = [];
  #requests = 0;
  #people = 0;

  constructor(name: string, to: Directory, chance: Chance, ledger: Ledger) {
    this.#name = name;
    this.#to = to;
    this.#chance = chance;
    this.#ledger = ledger;
    this.#send = client(to.scimUrl, to.token);
  }

  /** One step: somebody joins, changes, leaves, or is looked at. */
  async turn(): Promise<void> {
    const drawn = this.#chance.next();
    if (this.#own.length < MOST_PEOPLE && (this.#own.length < 2 || drawn < 0.2)) return this.#create();
    const person = this.#chance.of(this.#own);
    const kind = this.#chance.next();
    if (kind < 0.15) return this.#look(person);
    if (kind < 0.22) return this.#remove(person);
    return this.#change(person, this.#changeOf(person, kind));
  }

  async #create(): Promise<void> {
    const name = `${this.#name}-${++this.#people}@chaos.test`;
    const title = `${name} 0`;
    const made: State = { isThere: true, title, isActive: true, isInTeam: false };
    const person: Person = { name, client: this.#name, possible: [made] };
    this.#ledger.people.push(person);
    const body = user(name, { title, externalId: name, displayName: name });
    for (let isFirst = true; person.id === undefined; isFirst = false) {
      const act = this.#act(person);
      const answer = await this.#ask('POST', '/Users', body, act.request);
      if (answer?.status === 201) {
        act.isDone = true;
        this.#ledger.count('users created');
        person.id = String(answer.body.id);
      } else if (!answer || answer.status === 409) {
        if (answer && isFirst) this.#ledger.count('creations answered 409 at the first try');
        const found = await this.#found(person);
        if (answer && found?.length === 0) this.#wrong(person, 'is refused as known, and cannot be found');
        const id = found?.[0]?.id;
        if (id !== undefined) person.id = String(id);
      } else return this.#refused(person, answer);
    }
    this.#own.push(person);
  }

  #changeOf(person: Person, kind: number): Change {
    const path = `/Users/${person.id}`;
    if (kind < 0.5) {
      const title = `${person.name} ${this.#requests}`;
      const body = patch({ op: 'replace', path: 'title', value: title });
      return ['PATCH', path, body, (state) => ({ ...state, title })];
    }
    const [state] = person.possible;
    if (kind < 0.75) {
      const isActive = !state?.isActive;
      const body = patch({ op: 'replace', path: 'active', value: isActive });
      return ['PATCH', path, body, (known) => ({ ...known, isActive })];
    }
    const isInTeam = !state?.isInTeam;
    const operation = isInTeam
      ? { op: 'add', path: 'members', value: [{ value: person.id }] }
      : { op: 'remove', path: `members[value eq "${person.id}"]` };
    const team = `/Groups/${this.#to.teamId}`;
    return ['PATCH', team, patch(operation), (known) => ({ ...known, isInTeam })];
  }

  /** Sends a change until its answer is clear; sometimes it gives up, as identity providers do. */
  async #change(person: Person, change: Change): Promise<void> {
    const [method, path, body, effect] = change;
    const changed = () => distinct(person.possible.map(effect));
    for (let isFirst = true; isFirst || this.#chance.next() < 0.8; isFirst = false) {
      const act = this.#act(person);
      const answer = await this.#ask(method, path, body, act.request);
      if (answer && answer.status >= 300) return this.#refused(person, answer);
      if (answer) {
        act.isDone = person.possible.every((state) => shown(effect(state)) !== shown(state));
        person.possible = changed();
        this.#ledger.count('changes acknowledged');
        return;
      }
      person.possible = distinct([...person.possible, ...changed()]);
    }
  }

  async #remove(person: Person): Promise<void> {
    this.#own.splice(this.#own.indexOf(person), 1);
    for (let isFirst = true; ; isFirst = false) {
      const act = this.#act(person);
      const answer = await this.#ask('DELETE', `/Users/${person.id}`, undefined, act.request);
      if (!answer) continue;
      if (answer.status !== 204 && (isFirst || answer.status !== 404)) return this.#refused(person, answer);
      act.isDone = isFirst;
      const [last] = person.possible;
      if (last) person.possible = [{ ...last, isThere: false }];
      this.#ledger.count('users deleted');
      return;
    }
  }

  /** Filters as identity providers do before they write, and compares what comes with what was acknowledged. */
  async #look(person: Person): Promise<void> {
    const found = await this.#found(person);
    if (!found) return;
    this.#ledger.count('filters answered');
    const [one] = found;
    if (found.length !== 1 || !one) return this.#wrong(person, `is found ${found.length} times`);
    const { title, active } = one;
    if (!person.possible.some((state) => state.title === title && state.isActive === active))
      this.#wrong(person, `is ${String(title)}, active ${String(active)}`);
  }

  async #found(person: Person): Promise<readonly Readonly<Record<string, unknown>>[] | undefined> {
    const filter = encodeURIComponent(`userName eq "${person.name}"`);
    const answer = await this.#ask('GET', `/Users?filter=${filter}`, undefined, this.#request());
    if (answer && answer.status !== 200) this.#refused(person, answer);
    if (answer?.status !== 200) return undefined;
    return (answer.body.Resources ?? []) as Readonly<Record<string, unknown>>[];
  }

  /** Undefined without a clear answer: none at all, or one of the proxy or of a service that cannot answer now. */
  async #ask(method: string, path: string, body: unknown, request: string): Promise<Answer | undefined> {
    try {
      const answer = await this.#send(method, path, body, { 'x-request-id': request });
      if (answer.status === 500) this.#ledger.problems.push(`${method} ${path} is answered 500 (${request})`);
      if (answer.status < 500 && answer.status !== 408) return answer;
    } catch {
      // A proxy without an answer sends plain text.
    }
    this.#ledger.count('requests without a clear answer');
    if (this.#ledger.isAbandoned) throw new Error('The run has ended.');
    await setTimeout(UNCLEAR_MS);
    return undefined;
  }

  #refused(person: Person, { status, body }: Answer): void {
    this.#wrong(person, `is refused: ${status} ${String(body.detail)}`);
  }

  #wrong(person: Person, what: string): void {
    this.#ledger.problems.push(`${person.name} (${person.possible.map(shown).join(' or ')}) ${what}`);
  }

  #act(person: Person): Act {
    const act: Act = { request: this.#request(), person, isDone: false };
    this.#ledger.acts.push(act);
    return act;
  }

  #request(): string {
    return `chaos-${this.#name}-${++this.#requests}`;
  }
}
