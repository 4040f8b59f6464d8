import { request } from 'undici';

export interface Person {
  readonly userName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly groups: readonly string[];
  /** What Rollcall answered to the last push. */
  answer?: string;
  /** The id that Rollcall gave, once it has accepted the user. */
  id?: string;
  active: boolean;
}

interface Endpoint {
  readonly scimUrl: string;
  readonly scimToken: string;
}

const people: readonly (readonly [name: string, ...groups: string[]])[] = [
  ['Grace Hopper', 'Engineering'],
  ['Alan Turing', 'Engineering'],
  ['Katherine Johnson', 'Engineering', 'Support'],
  ['Radia Perlman', 'Engineering'],
  ['Barbara Liskov', 'Support'],
  ['Donald Knuth', 'Support'],
  ['Hedy Lamarr'],
  ['Edsger Dijkstra'],
  ['Casey Conflict'],
  ['Margaret Hamilton', 'Engineering'],
  ['Ken Thompson'],
];

/** The people of a small identity provider, and what it has pushed of them. */
export class Directory {
  readonly people: readonly Person[];
  readonly #endpoint: Endpoint;
  readonly #groups = new Map<string, string>();

  constructor(endpoint: Endpoint, domain: string) {
    this.#endpoint = endpoint;
    this.people = people.map(([name, ...groups]) => {
      const [givenName = '', familyName = ''] = name.split(' ');
      return {
        userName: `${name.toLowerCase().replace(' ', '.')}@${domain}`,
        givenName,
        familyName,
        groups,
        active: true,
      };
    });
  }

  named(userName: string): Person | undefined {
    return this.people.find((person) => person.userName === userName);
  }

  /** Pushes a person, and the groups that the person is in. */
  async push(person: Person): Promise<void> {
    const { userName, givenName, familyName } = person;
    const { status, body } = await this.#scim('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      name: { givenName, familyName },
      emails: [{ value: userName, type: 'work', primary: true }],
      active: true,
    });
    person.answer = answerOf(status, body);
    if (status !== 201) return;
    person.id = String(body.id);
    person.active = true;
    for (const group of person.groups) await this.#join(group, person.id);
  }

  /** Deactivates a pushed person, or brings one back. */
  async setActive(person: Person, active: boolean): Promise<void> {
    const { status, body } = await this.#patch(`/Users/${person.id}`, [
      { op: 'replace', path: 'active', value: active },
    ]);
    person.answer = answerOf(status, body);
    if (status === 200) person.active = active;
  }

  async #join(group: string, value: string): Promise<void> {
    const known = this.#groups.get(group);
    if (known !== undefined) {
      await this.#patch(`/Groups/${known}`, [{ op: 'add', path: 'members', value: [{ value }] }]);
      return;
    }
    const { body } = await this.#scim('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: group,
      members: [{ value }],
    });
    this.#groups.set(group, String(body.id));
  }

  #patch(path: string, operations: readonly object[]) {
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
    return this.#scim('PATCH', path, { schemas, Operations: operations });
  }

  async #scim(
    method: string,
    path: string,
    body: object,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const { scimUrl, scimToken } = this.#endpoint;
    const reply = await request(scimUrl + path, {
      method,
      headers: { authorization: `Bearer ${scimToken}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify(body),
    });
    const text = await reply.body.text();
    return {
      status: reply.statusCode,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  }
}

function answerOf(status: number, { detail }: Record<string, unknown>): string {
  return typeof detail === 'string' ? `${status} ${detail}` : String(status);
}
