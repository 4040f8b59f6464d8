import { AccessChecks } from './access.ts';
import { type Reply, requestText, type Send } from './connection.ts';
import type { Contestant } from './contenders.ts';
import { expectStatus, type Work } from './load.ts';
import type { WorkName } from './options.ts';
import { GROUP, PATCH_OP, userNameOf, userOf } from './people.ts';

const PAGE = 100;
/** Members that one request adds while a group is filled. */
const CHUNK = 1_000;
/** People in the group of everybody, at most. */
const EVERYBODY = 100_000;
/** Users that are there to be deleted, where nothing else has added any. */
const SPARE = 2_000;

interface Person {
  readonly n: number;
  readonly id: string;
}

/** The users of the group under measurement, and the requests of an identity provider about them. */
export class Directory {
  readonly #service: Contestant;
  readonly #token: string;
  readonly #users: string;
  readonly #groups: string;
  readonly #people: Person[];
  /** Users that `create` and `sync` added; `delete` removes them again. */
  readonly #added: Person[] = [];
  #made: number;
  /** How many of the people, from the first one on, are not active. */
  #off = 0;
  /** A group of everybody, and how many of the people are in it. */
  #group: string | undefined;
  #joined = 0;
  #access: AccessChecks | undefined;

  constructor(service: Contestant) {
    this.#service = service;
    this.#token = service.token;
    this.#people = (service.userIds ?? []).map((id, n) => ({ n, id }));
    this.#made = this.size;
    this.#users = `${service.scim}/Users`;
    this.#groups = `${service.scim}/Groups`;
  }

  get size(): number {
    return this.#people.length;
  }

  /** Adds users until there are so many. */
  fill(users: number): Work {
    const most = Math.max(0, users - this.size);
    return { name: 'fill', most, turn: async (send) => void this.#people.push(await this.#create(send)) };
  }

  work(name: WorkName): Work {
    const turns: Record<WorkName, Omit<Work, 'name'>> = {
      create: { turn: async (send) => void this.#added.push(await this.#create(send)) },
      sync: { turn: (send) => this.#sync(send) },
      get: { turn: async (send) => expectStatus(await send(this.#get(`/${this.#anybody().id}`)), 200) },
      filter: { turn: (send) => this.#find(send, this.#anybody().n, 1) },
      page: { turn: async (send) => expectStatus(await send(this.#get(this.#deepPage())), 200) },
      cursor: { turn: this.#walk() },
      patch: {
        turn: (send, turn) => this.#patch(send, this.#anybody(), 'name.familyName', `Family ${turn}`),
      },
      deactivate: {
        most: this.size - this.#off,
        turn: (send) => this.#switch(send, this.#off++, false),
      },
      delete: { most: this.#added.length, turn: (send) => this.#remove(send) },
      member: { turn: this.#move() },
      group: {
        turn: async (send) => {
          const target = `${this.#groups}/${this.#group}?excludedAttributes=members`;
          expectStatus(await send(requestText('GET', target, this.#token)), 200);
        },
      },
      access: { turn: async (send) => this.#access?.check(send) },
    };
    return { name, ...turns[name] };
  }

  /** What has to be there before a measurement: a group of everybody, or users to delete. */
  prepare(name: WorkName): Work | undefined {
    if (name === 'delete' && this.#added.length === 0)
      return { name, most: SPARE, turn: async (send) => void this.#added.push(await this.#create(send)) };
    if (name === 'access') return this.#access ? undefined : { name, most: 1, turn: this.#beginAccess() };
    if (name !== 'member' && name !== 'group') return undefined;
    const most = Math.ceil((Math.min(this.size, EVERYBODY) - this.#joined) / CHUNK);
    return { name, most, turn: (send) => this.#gather(send) };
  }

  /** What has to be done after a measurement so that the next one finds the directory as it was. */
  restore(name: WorkName): Work | undefined {
    if (name !== 'deactivate') return undefined;
    const most = this.#off;
    this.#off = 0;
    return { name, most, turn: (send, turn) => this.#switch(send, turn, true) };
  }

  async #create(send: Send, n = this.#made++): Promise<Person> {
    const reply = await send(requestText('POST', this.#users, this.#token, userOf(n)));
    expectStatus(reply, 201);
    return { n, id: between(reply, '"id":"', '"') ?? '' };
  }

  /** Looks whether the user is there, and creates it. */
  async #sync(send: Send): Promise<void> {
    const n = this.#made++;
    await this.#find(send, n, 0);
    this.#added.push(await this.#create(send, n));
  }

  async #find(send: Send, n: number, expected: number): Promise<void> {
    const filter = encodeURIComponent(`userName eq "${userNameOf(n)}"`);
    const reply = await send(this.#get(`?filter=${filter}`));
    expectStatus(reply, 200);
    const total = between(reply, '"totalResults":', ',');
    if (Number(total) !== expected) throw new Error(`${userNameOf(n)} was found ${total} times`);
  }

  /** Puts the next people into the group. */
  async #gather(send: Send): Promise<void> {
    if (this.#group === undefined) {
      const body = { schemas: [GROUP], displayName: 'Everybody' };
      const reply = await send(requestText('POST', this.#groups, this.#token, body));
      expectStatus(reply, 201);
      this.#group = between(reply, '"id":"', '"') ?? '';
    }
    const next = this.#people.slice(this.#joined, this.#joined + CHUNK);
    this.#joined += next.length;
    await this.#patchMembers(send, {
      op: 'add',
      path: 'members',
      value: next.map(({ id }) => ({ value: id })),
    });
  }

  #beginAccess(): Work['turn'] {
    return async () => {
      this.#access = await AccessChecks.begin(this.#service);
    };
  }

  /** Each client removes a member from the group, and adds the same one in its next turn. */
  #move(): Work['turn'] {
    const out = new Map<number, Person>();
    return (send, _turn, client) => {
      const person = out.get(client);
      if (out.delete(client))
        return this.#patchMembers(send, { op: 'add', path: 'members', value: [{ value: person?.id }] });
      const next = this.#anybody(this.#joined);
      out.set(client, next);
      return this.#patchMembers(send, { op: 'remove', path: `members[value eq "${next.id}"]` });
    };
  }

  async #patchMembers(send: Send, operation: object): Promise<void> {
    const body = { schemas: [PATCH_OP], Operations: [operation] };
    expectStatus(await send(requestText('PATCH', `${this.#groups}/${this.#group}`, this.#token, body)), 204);
  }

  #deepPage(): string {
    const last = Math.max(1, this.size - PAGE + 1);
    return `?startIndex=${Math.max(1, last - Math.floor(Math.random() * 10))}&count=${PAGE}`;
  }

  /** Each client goes through the whole list, page by page, again and again. */
  #walk(): Work['turn'] {
    const cursors: string[] = [];
    return async (send, _turn, client) => {
      const reply = await send(this.#get(`?count=${PAGE}&cursor=${cursors[client] ?? ''}`));
      expectStatus(reply, 200);
      cursors[client] = between(reply, '"nextCursor":"', '"') ?? '';
    };
  }

  #switch(send: Send, turn: number, active: boolean): Promise<void> {
    const person = this.#people[turn];
    if (!person) throw new RangeError(`there is no user ${turn}`);
    return this.#patch(send, person, 'active', active);
  }

  async #patch(send: Send, { id }: Person, path: string, value: unknown): Promise<void> {
    const body = { schemas: [PATCH_OP], Operations: [{ op: 'replace', path, value }] };
    expectStatus(await send(requestText('PATCH', `${this.#users}/${id}`, this.#token, body)), 200);
  }

  async #remove(send: Send): Promise<void> {
    const { id } = this.#added.pop() ?? {};
    expectStatus(await send(requestText('DELETE', `${this.#users}/${id}`, this.#token)), 204);
  }

  #get(below: string): string {
    return requestText('GET', `${this.#users}${below}`, this.#token);
  }

  /** One of the first ones. */
  #anybody(among = this.size): Person {
    const person = this.#people[Math.floor(Math.random() * among)];
    if (!person) throw new RangeError('the directory is empty');
    return person;
  }
}

function between({ body }: Reply, before: string, after: string): string | undefined {
  const start = body.indexOf(before);
  if (start < 0) return undefined;
  const from = start + before.length;
  return body.toString('latin1', from, body.indexOf(after, from));
}
