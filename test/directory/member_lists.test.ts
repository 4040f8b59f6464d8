import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { loggedIn } from '../logged.ts';

/** Ids of three users and a group. */
interface Ids {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly inner: string;
}

describe('lists of members', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let ids: Ids;
  let team: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    const [a, b, c] = [await person('ann'), await person('bob'), await person('cy')];
    ids = { a, b, c, inner: await group('Inner', []) };
    team = await group('Team', [a, b, ids.inner]);
  });

  async function person(name: string): Promise<string> {
    return String((await tenant.scim('POST', '/Users', user(`${name}@${tenant.groupId}.test`))).body.id);
  }

  async function group(displayName: string, members: readonly string[]): Promise<string> {
    const body = { displayName, members: members.map((value) => ({ value })) };
    return String((await tenant.scim('POST', '/Groups', body)).body.id);
  }

  async function members(): Promise<string> {
    const { body } = await tenant.scim('GET', `/Groups/${team}`);
    const values = ((body.members ?? []) as Resource[]).map(({ value }) => value);
    return Object.entries(ids)
      .filter(([, id]) => values.includes(id))
      .map(([name]) => name)
      .join(' ');
  }

  const patch = (...Operations: Resource[]) => tenant.scim('PATCH', `/Groups/${team}`, { Operations });
  const bulk = async (operation: Resource) => {
    const { body } = await tenant.scim('POST', '/Bulk', { Operations: [operation] });
    return ((body.Operations as Resource[])[0] ?? {}) as { status: string; response: Resource };
  };

  const nameless: readonly (readonly [what: string, members: (ids: Ids) => unknown])[] = [
    ['a display only', () => [{ display: 'x' }]],
    ['a type only', () => [{ type: 'User' }]],
    ['{}', () => [{}]],
    ['null', () => [null]],
    ['""', () => ['']],
    ['a value that is null', () => [{ value: null }]],
    ['a value that is ""', () => [{ value: '' }]],
    ['a value under a wrong name', ({ a }) => [{ id: a }]],
    ['one with and one without a value', ({ b }) => [{ display: 'x' }, { value: b }]],
    ['an object that is not a list', () => ({ display: 'x' })],
    ['an empty object that is not a list', () => ({})],
  ];
  for (const [what, list] of nameless)
    it(`with an element without a value are refused and change nothing: ${what}`, async () => {
      const value = list(ids);
      const replies = [
        await tenant.scim('POST', '/Groups', { displayName: 'Other', members: value }),
        await tenant.scim('PUT', `/Groups/${team}`, { displayName: 'Team', members: value }),
        await patch({ op: 'replace', value: { members: value } }),
      ];
      for (const op of ['add', 'replace', 'remove'])
        replies.push(await patch({ op, path: 'members', value }));
      for (const { status, body } of replies)
        expect([status, body.scimType, body.detail]).to.deep.equal([
          400,
          'invalidValue',
          'Each of the members needs a value: the id of the resource that it refers to.',
        ]);
      const data = { Operations: [{ op: 'replace', path: 'members', value }] };
      const { status, response } = await bulk({ method: 'PATCH', path: `/Groups/${team}`, data });
      expect([status, response.scimType]).to.deep.equal(['400', 'invalidValue']);
      expect(await members()).to.equal('a b inner');
    });

  const URN = 'urn:ietf:params:scim:schemas:core:2.0:Group';
  const put = (body: Resource) => tenant.scim('PUT', `/Groups/${team}`, { displayName: 'Team', ...body });
  const emptying: readonly (readonly [what: string, act: () => Promise<{ readonly status: number }>])[] = [
    ['PATCH replace', () => patch({ op: 'replace', path: 'members', value: null })],
    ['PATCH replace of Members', () => patch({ op: 'Replace', path: 'Members', value: null })],
    ['PATCH replace by URN', () => patch({ op: 'replace', path: `${URN}:members`, value: null })],
    ['PATCH replace without a path', () => patch({ op: 'replace', value: { members: null } })],
    [
      'PATCH replace without a path, by URN',
      () => patch({ op: 'replace', value: { [`${URN}:Members`]: null } }),
    ],
    ['PATCH replace of the core schema', () => patch({ op: 'replace', path: URN, value: { members: null } })],
    ['PATCH remove', () => patch({ op: 'remove', path: 'members', value: null })],
    ['PATCH remove by ""', () => patch({ op: 'remove', path: 'Members', value: '' })],
    ['PUT', () => put({ members: null })],
    ['PUT of Members', () => put({ Members: null })],
    ['PUT by URN', () => put({ [`${URN}:members`]: null })],
    ['PUT of the core schema', () => put({ [URN]: { members: null } })],
    [
      'PATCH in bulk',
      async () => {
        const data = { Operations: [{ op: 'replace', path: 'members', value: null }] };
        return { status: Number((await bulk({ method: 'PATCH', path: `/Groups/${team}`, data })).status) };
      },
    ],
    [
      'PUT in bulk',
      async () => {
        const data = { displayName: 'Team', members: null };
        return { status: Number((await bulk({ method: 'PUT', path: `/Groups/${team}`, data })).status) };
      },
    ],
  ];
  for (const [what, act] of emptying)
    it(`that are null count as empty: ${what}`, async () => {
      expect((await act()).status).to.be.oneOf([200, 204]);
      expect(await members()).to.equal('');
    });

  const keeping: readonly (readonly [
    what: string,
    act: () => Promise<{ readonly status: number }>,
    number,
  ])[] = [
    ['PATCH add of null', () => patch({ op: 'add', path: 'members', value: null }), 400],
    ['PATCH add of ""', () => patch({ op: 'add', path: 'members', value: '' }), 400],
    ['PATCH add of null without a path', () => patch({ op: 'add', value: { members: null } }), 400],
    ['PATCH replace by ""', () => patch({ op: 'replace', path: 'members', value: '' }), 400],
    ['PATCH replace by "" without a path', () => patch({ op: 'replace', value: { members: '' } }), 400],
    ['PUT of ""', () => put({ members: '' }), 200],
    ['PUT without members', () => put({}), 200],
  ];
  for (const [what, act, wanted] of keeping)
    it(`are unchanged by ${what}`, async () => {
      expect((await act()).status).to.equal(wanted);
      expect(await members()).to.equal('a b inner');
    });

  for (const value of [null, '', []])
    it(`that are ${JSON.stringify(value)} make a POST create a group without members`, async () => {
      const made = await tenant.scim('POST', '/Groups', { displayName: 'Other', members: value });
      expect(made.status).to.equal(201);
      expect(made.body).not.to.have.property('members');
    });

  const changes: readonly (readonly [what: string, operation: (ids: Ids) => Resource, left: string])[] = [
    ['replaced by []', () => ({ op: 'replace', path: 'members', value: [] }), ''],
    ['removed without a value', () => ({ op: 'remove', path: 'members' }), ''],
    ['removed by []', () => ({ op: 'remove', path: 'members', value: [] }), 'a b inner'],
    ['replaced by a bare id', ({ c }) => ({ op: 'replace', path: 'members', value: c }), 'c'],
    [
      'a replacement with another member',
      ({ a, c }) => ({ op: 'replace', path: `members[value eq "${a}"]`, value: { value: c } }),
      'b c inner',
    ],
    [
      'a replacement with another member, sent as a list',
      ({ a, c }) => ({ op: 'replace', path: `members[value eq "${a}"]`, value: [{ value: c }] }),
      'b c inner',
    ],
    [
      'a replacement with the same member',
      ({ a }) => ({ op: 'replace', path: `members[value eq "${a}"]`, value: { value: a } }),
      'a b inner',
    ],
    [
      'a replacement with a member that is already in the list',
      ({ a, b }) => ({ op: 'replace', path: `members[value eq "${a}"]`, value: { value: b } }),
      'b inner',
    ],
    [
      'an addition at the path of that member',
      ({ c }) => ({ op: 'add', path: `members[value eq "${c}"]`, value: [{ value: c }] }),
      'a b c inner',
    ],
    [
      'a user removed by value and type',
      ({ a }) => ({ op: 'remove', path: `members[value eq "${a}" and type eq "User"]` }),
      'b inner',
    ],
    [
      'a group removed by type and value, in any case',
      ({ inner }) => ({ op: 'remove', path: `members[type eq "group" and value eq "${inner}"]` }),
      'a b',
    ],
    [
      'a user not removed as a group',
      ({ a }) => ({ op: 'remove', path: `members[value eq "${a}" and type eq "Group"]` }),
      'a b inner',
    ],
    [
      'several removed by value, of one type',
      ({ a, b, inner }) => ({
        op: 'remove',
        path: `members[(value eq "${a}" or value eq "${b}" or value eq "${inner}") and type eq "User"]`,
      }),
      'inner',
    ],
    [
      'several removed by value, each of its type',
      ({ a, inner }) => ({
        op: 'remove',
        path: `members[value eq "${a}" and type eq "Group" or value eq "${inner}" and type eq "Group"]`,
      }),
      'a b',
    ],
  ];
  for (const [what, operation, left] of changes)
    it(`are changed by ${what}`, async () => {
      const { status, body } = await patch(operation(ids));
      expect(status, String(body?.detail)).to.equal(204);
      expect(await members()).to.equal(left);
    });

  for (const [what, last, left] of [
    ['a replacement of all', (b: string) => ({ op: 'replace', path: 'members', value: [{ value: b }] }), 'b'],
    ['the removal of all', () => ({ op: 'remove', path: 'members' }), ''],
  ] as const)
    it(`lose the members added before ${what} in one PATCH`, async () => {
      const added = { op: 'add', path: 'members', value: [{ value: ids.c }] };
      expect((await patch(added, last(ids.b))).status).to.equal(204);
      expect(await members()).to.equal(left);
    });

  it('follow several replacements in one PATCH', async () => {
    const replace = (from: string, by: string) => ({
      op: 'replace',
      path: `members[value eq "${from}"]`,
      value: { value: by },
    });
    expect((await patch(replace(ids.a, ids.c), replace(ids.c, ids.a))).status).to.equal(204);
    expect(await members()).to.equal('a b inner');
    const { status, body } = await patch(replace(ids.a, ids.c), replace(ids.a, ids.b));
    expect([status, body.scimType]).to.deep.equal([400, 'noTarget']);
    expect(await members()).to.equal('a b inner');
  });

  const refused: readonly (readonly [what: string, operation: (ids: Ids) => Resource, scimType: string])[] = [
    [
      'the place of nobody',
      ({ a, c }) => ({ op: 'replace', path: `members[value eq "${c}"]`, value: { value: a } }),
      'noTarget',
    ],
    [
      'a place without a value',
      ({ a }) => ({ op: 'replace', path: `members[value eq "${a}"]`, value: { display: 'x' } }),
      'invalidValue',
    ],
    [
      'a place with a type only',
      ({ a }) => ({ op: 'replace', path: `members[value eq "${a}"]`, value: { type: 'User' } }),
      'invalidValue',
    ],
    [
      'a place with null',
      ({ a }) => ({ op: 'replace', path: `members[value eq "${a}"]`, value: null }),
      'invalidValue',
    ],
    [
      'a place with []',
      ({ a }) => ({ op: 'replace', path: `members[value eq "${a}"]`, value: [] }),
      'invalidValue',
    ],
    [
      'a place with two',
      ({ a, b, c }) => ({
        op: 'replace',
        path: `members[value eq "${a}"]`,
        value: [{ value: b }, { value: c }],
      }),
      'invalidValue',
    ],
    [
      'a stranger in a place',
      ({ a }) => ({ op: 'replace', path: `members[value eq "${a}"]`, value: { value: 'nobody' } }),
      'invalidValue',
    ],
    [
      'two places',
      ({ a, b, c }) => ({
        op: 'replace',
        path: `members[value eq "${a}" or value eq "${b}"]`,
        value: { value: c },
      }),
      'invalidFilter',
    ],
    [
      'an addition at the path of another member',
      ({ a, c }) => ({ op: 'add', path: `members[value eq "${c}"]`, value: [{ value: a }] }),
      'invalidValue',
    ],
    ['a type without a value', () => ({ op: 'remove', path: 'members[type eq "User"]' }), 'invalidFilter'],
    [
      'two values of one member',
      ({ a, b }) => ({ op: 'remove', path: `members[value eq "${a}" and value eq "${b}"]` }),
      'invalidFilter',
    ],
    ['a value added as ""', () => ({ op: 'add', path: 'members.value', value: '' }), 'invalidValue'],
  ];
  for (const [what, operation, scimType] of refused)
    it(`refuse ${what}`, async () => {
      const { status, body } = await patch(operation(ids));
      expect([status, body.scimType], String(body?.detail)).to.deep.equal([400, scimType]);
      expect(await members()).to.equal('a b inner');
    });

  const filters: readonly (readonly [filter: (ids: Ids) => string, isFound: boolean])[] = [
    [({ a }) => `members[value eq "${a}" and type eq "User"]`, true],
    [({ a }) => `members[value eq "${a}" and type eq "Group"]`, false],
    [({ inner }) => `members[type eq "GROUP" and value eq "${inner}"]`, true],
    [({ a, c }) => `members[(value eq "${c}" or value eq "${a}") and type eq "User"]`, true],
    [({ c }) => `members[value eq "${c}" and type eq "User"]`, false],
  ];
  for (const [filter, isFound] of filters)
    it(`find groups by ${filter({ a: 'ANN', b: 'BOB', c: 'CY', inner: 'INNER' })}`, async () => {
      const query = `filter=${encodeURIComponent(filter(ids))}`;
      const { status, body } = await tenant.scim('GET', `/Groups?${query}`);
      expect(status, String(body.detail)).to.equal(200);
      expect(body.totalResults).to.equal(isFound ? 1 : 0);
    });

  it('refuse a filter that no index can answer', async () => {
    for (const filter of ['members pr', 'members.type eq "Group"', 'members[type eq "User"]']) {
      const { status, body } = await tenant.scim('GET', `/Groups?filter=${encodeURIComponent(filter)}`);
      expect([status, body.scimType], filter).to.deep.equal([400, 'invalidFilter']);
    }
  });

  async function lastLogged() {
    await app.services.logBook.flush();
    const items = await loggedIn(app.services.store, tenant.groupId);
    return items.at(-1);
  }

  it('are logged with the answer that was sent', async () => {
    const Operations = [{ op: 'remove', path: `members[value eq "${ids.a}"]` }];
    const replies = [
      await tenant.scim('PATCH', `/Groups/${team}`, { Operations }),
      await tenant.scim('PATCH', `/Groups/${team}?attributes=displayName`, {
        Operations: [{ op: 'remove', path: `members[value eq "${ids.b}"]` }],
      }),
      await tenant.scim('PUT', `/Groups/${team}`, { displayName: 'Team', members: [{ value: ids.a }] }),
    ];
    expect(replies.map(({ status }) => status)).to.deep.equal([204, 200, 200]);
    await app.services.logBook.flush();
    const items = await loggedIn(app.services.store, tenant.groupId);
    const changed = items.filter(({ outcome }) => outcome.startsWith('Changed the directory group'));
    expect(changed.map(({ status }) => status)).to.deep.equal([204, 200, 200]);
    const { status } = await bulk({ method: 'PATCH', path: `/Groups/${team}`, data: { Operations } });
    expect([status, (await lastLogged())?.status]).to.deep.equal(['200', 200]);
  });

  const replacements: readonly (readonly [what: string, by: (ids: Ids) => string[], shrinks: boolean])[] = [
    ['fewer', ({ a, c }) => [a, c], true],
    ['nobody', () => [], true],
    ['as many others', ({ a, b, c }) => [a, b, c], false],
    ['more', ({ a, b, c, inner }) => [a, b, c, inner], false],
  ];
  for (const [what, by, shrinks] of replacements)
    it(`${shrinks ? 'cause' : 'do not cause'} a warning in the log when they are replaced by ${what}`, async () => {
      const value = by(ids).map((id) => ({ value: id }));
      await patch({ op: 'replace', path: 'members', value });
      const warning = `Warning: the request replaced the whole list, which shrank from 3 to ${value.length}.`;
      const { outcome = '' } = (await lastLogged()) ?? {};
      expect(outcome.includes('Warning')).to.equal(shrinks);
      if (shrinks) expect(outcome).to.include(warning);
    });
});
