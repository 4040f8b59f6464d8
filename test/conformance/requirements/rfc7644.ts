import { expect } from 'chai';
import type { Resource } from '../../../lib/scim/schema/types.ts';
import type { Reply } from '../../helper.ts';
import { BULK, ENTERPRISE, ERROR, GROUP, LIST, type Scene, SEARCH, USER } from './scene.ts';
import type { Requirement, Source } from './types.ts';

const at = ({ id }: Resource) => `/Users/${String(id)}`;
const valuesOf = (list: unknown) => ((list ?? []) as Resource[]).map(({ value }) => value);

/** A filter on a user with known values, and whether it matches. Section 3.4.2.2, table 3 to 5. */
const filters: readonly [text: string, filter: string, matches: boolean][] = [
  ['eq on a text has no letter case unless the attribute is case-exact', 'title eq "BOSS"', true],
  ['eq on a boolean', 'active eq true', true],
  ['eq null matches an attribute without a value', 'nickName eq null', true],
  ['ne', 'title ne "Clerk"', true],
  ['co', 'title co "os"', true],
  ['sw', 'title sw "Bo"', true],
  ['ew', 'title ew "ss"', true],
  ['pr matches an attribute with a value', 'title pr', true],
  ['pr does not match an attribute without one', 'nickName pr', false],
  ['gt on a date', 'meta.lastModified gt "2001-01-01T00:00:00Z"', true],
  ['ge on a text', 'title ge "Boss"', true],
  ['lt on a date', 'meta.created lt "2001-01-01T00:00:00Z"', false],
  ['le on a text', 'title le "Boss"', true],
  ['and', 'title eq "Boss" and active eq true', true],
  ['or', 'title eq "Clerk" or active eq true', true],
  ['not', 'not (title eq "Clerk")', true],
  ['and binds stronger than or', 'title eq "Boss" or title eq "Clerk" and active eq false', true],
  ['parentheses group', '(title eq "Boss" or title eq "Clerk") and active eq false', false],
  ['a value path matches within one value', 'emails[type eq "work" and value ew ".test"]', true],
  ['a value path does not mix values', 'emails[type eq "home" and value sw "work"]', false],
  ['a sub-attribute of several values matches any of them', 'emails.value co "home."', true],
  ['a name with the URN of its schema', `${USER}:title eq "Boss"`, true],
  ['an attribute of an extension by its URN', `${ENTERPRISE}:department eq "Law"`, true],
  ['operators have no letter case', 'title EQ "Boss" AND active eq true', true],
];

const refusedFilters = [
  ['an operator that does not exist', 'title xx "a"'],
  ['a missing value', 'title eq'],
  ['an open parenthesis', '(title eq "a"'],
  ['an attribute that does not exist', 'shoeSize eq "9"'],
] as const;

/** PATCH operations on a user with two e-mails; what is then there. Sections 3.5.2.1 to 3.5.2.3. */
type Patched = readonly [
  section: string,
  text: string,
  operations: readonly object[],
  check: (user: Resource) => void,
];
const patches: readonly Patched[] = [
  [
    '3.5.2.1',
    'add to an attribute without a value sets it',
    [{ op: 'add', path: 'nickName', value: 'A' }],
    (user) => expect(user.nickName).to.equal('A'),
  ],
  [
    '3.5.2.1',
    'add to a single-valued attribute replaces its value',
    [{ op: 'add', path: 'title', value: 'Clerk' }],
    (user) => expect(user.title).to.equal('Clerk'),
  ],
  [
    '3.5.2.1',
    'add to a list adds to it',
    [{ op: 'add', path: 'emails', value: [{ value: 'c-new' }] }],
    (user) => expect(valuesOf(user.emails)).to.have.length(3).and.include('c-new'),
  ],
  [
    '3.5.2.1',
    'add of a value that is there changes nothing',
    [{ op: 'add', path: 'emails', value: [{ value: 'a-work', type: 'work' }] }],
    (user) => expect(user.emails).to.have.length(2),
  ],
  [
    '3.5.2.1',
    'add without a path adds a set of attributes',
    [{ op: 'add', value: { nickName: 'A', userType: 'B' } }],
    (user) => expect(user).to.include({ nickName: 'A', userType: 'B' }),
  ],
  [
    '3.5.2.1',
    'add to a complex attribute keeps the other sub-attributes',
    [{ op: 'add', path: 'name', value: { givenName: 'Bea' } }],
    (user) => expect(user.name).to.deep.equal({ givenName: 'Bea', familyName: 'Ames' }),
  ],
  [
    '3.5.2.1',
    'a new primary value makes the former one not primary',
    [{ op: 'add', path: 'emails', value: [{ value: 'c-new', primary: true }] }],
    (user) =>
      expect(valuesOf((user.emails as Resource[]).filter(({ primary }) => primary))).to.deep.equal(['c-new']),
  ],
  [
    '3.5.2.2',
    'remove takes away a single value',
    [{ op: 'remove', path: 'title' }],
    (user) => expect(user).not.to.have.property('title'),
  ],
  [
    '3.5.2.2',
    'remove takes away a whole list',
    [{ op: 'remove', path: 'emails' }],
    (user) => expect(user).not.to.have.property('emails'),
  ],
  [
    '3.5.2.2',
    'remove with a value path takes away only what matches',
    [{ op: 'remove', path: 'emails[type eq "work"]' }],
    (user) => expect(valuesOf(user.emails)).to.deep.equal(['a-home']),
  ],
  [
    '3.5.2.2',
    'remove of a sub-attribute by a value path keeps the rest of the value',
    [{ op: 'remove', path: 'emails[type eq "work"].primary' }],
    (user) => expect((user.emails as Resource[])[0]).not.to.have.property('primary'),
  ],
  [
    '3.5.2.3',
    'replace of a single value',
    [{ op: 'replace', path: 'title', value: 'Clerk' }],
    (user) => expect(user.title).to.equal('Clerk'),
  ],
  [
    '3.5.2.3',
    'replace of an attribute without a value adds it',
    [{ op: 'replace', path: 'nickName', value: 'A' }],
    (user) => expect(user.nickName).to.equal('A'),
  ],
  [
    '3.5.2.3',
    'replace of a list replaces it',
    [{ op: 'replace', path: 'emails', value: [{ value: 'c-new' }] }],
    (user) => expect(valuesOf(user.emails)).to.deep.equal(['c-new']),
  ],
  [
    '3.5.2.3',
    'replace of a complex attribute leaves the sub-attributes that are not sent',
    [{ op: 'replace', path: 'name', value: { givenName: 'Bea' } }],
    (user) => expect(user.name).to.deep.equal({ givenName: 'Bea', familyName: 'Ames' }),
  ],
  [
    '3.5.2.3',
    'replace by a value path replaces what matches',
    [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'c-new' }],
    (user) => expect(valuesOf(user.emails)).to.have.members(['c-new', 'a-home']),
  ],
  [
    '3.5.2.3',
    'replace without a path replaces a set of attributes',
    [{ op: 'replace', value: { title: 'Clerk' } }],
    (user) => expect(user.title).to.equal('Clerk'),
  ],
  [
    '3.5.2',
    'operations are carried out in order',
    [
      { op: 'add', path: 'nickName', value: 'A' },
      { op: 'remove', path: 'nickName' },
      { op: 'add', path: 'nickName', value: 'B' },
    ],
    (user) => expect(user.nickName).to.equal('B'),
  ],
  [
    '3.5.2',
    'a path names an attribute of an extension by its URN',
    [{ op: 'add', path: `${ENTERPRISE}:department`, value: 'Law' }],
    (user) => expect(user[ENTERPRISE]).to.deep.equal({ department: 'Law' }),
  ],
];

const refusedPatches: readonly [section: string, text: string, operation: object, scimType: string][] = [
  ['3.5.2.2', 'remove without a path is 400 noTarget', { op: 'remove' }, 'noTarget'],
  [
    '3.5.2.2',
    'remove of a required attribute is 400 mutability',
    { op: 'remove', path: 'userName' },
    'mutability',
  ],
  [
    '3.5.2',
    'a path that is malformed is 400 invalidPath',
    { op: 'add', path: 'emails[type eq', value: 'a' },
    'invalidPath',
  ],
  [
    '3.5.2',
    'a path that names no attribute is 400 invalidPath',
    { op: 'add', path: 'shoeSize', value: 'a' },
    'invalidPath',
  ],
  [
    '3.5.2',
    'a change of a read-only attribute is 400 mutability',
    { op: 'replace', path: 'id', value: 'a' },
    'mutability',
  ],
  [
    '3.5.2',
    'a value of the wrong type is 400 invalidValue',
    { op: 'replace', path: 'active', value: 'perhaps' },
    'invalidValue',
  ],
  [
    '3.5.2',
    'an op that does not exist is 400 invalidSyntax',
    { op: 'move', path: 'title', value: 'a' },
    'invalidSyntax',
  ],
];

async function boss(scene: Scene): Promise<Resource> {
  const emails = [
    { value: 'a-work', type: 'work', primary: true },
    { value: 'a-home', type: 'home' },
  ];
  return scene.user({ title: 'Boss', emails, schemas: [USER] });
}

async function listed(scene: Scene, path: string): Promise<Resource> {
  const { status, body } = await scene.scim('GET', path);
  expect(status, path).to.equal(200);
  return body;
}

const bulk = (scene: Scene, operations: readonly object[], more: Resource = {}): Promise<Reply> =>
  scene.scim('POST', '/Bulk', { schemas: [BULK], Operations: operations, ...more });
const resultsOf = ({ body }: Reply) => body.Operations as Resource[];

export const rfc7644: Source = {
  name: 'RFC 7644',
  document: '[RFC 7644](https://www.rfc-editor.org/rfc/rfc7644): protocol.',
  requirements: [
    {
      section: '2',
      level: 'MUST',
      text: 'a request without a valid credential is 401 with WWW-Authenticate',
      async check(scene) {
        const { status, headers, body } = await scene.scim('GET', '/Users', undefined, {
          authorization: 'Bearer nothing',
        });
        expect([status, body.status, body.schemas]).to.deep.equal([401, '401', [ERROR]]);
        expect(headers.get('www-authenticate')).to.match(/^Bearer/);
      },
    },
    {
      section: '2',
      level: 'MUST',
      text: 'the token of one customer opens nothing of another',
      async check(scene) {
        expect((await scene.foreign('GET', '/Users')).status).to.be.oneOf([401, 403, 404]);
      },
    },
    {
      section: '2',
      level: 'SHOULD',
      text: 'a token has a limited life and can be revoked',
      test: 'get the same refusal for every fault',
    },
    {
      section: '3.1',
      level: 'MUST',
      text: 'answers are application/scim+json',
      async check(scene) {
        for (const path of ['/Users', '/ServiceProviderConfig', '/Users/nobody', '/nothing'])
          expect((await scene.scim('GET', path)).headers.get('content-type'), path).to.match(
            /^application\/scim\+json/,
          );
      },
    },
    {
      section: '3.1',
      level: 'MUST',
      text: 'a client that accepts application/json gets that',
      async check(scene) {
        const { headers } = await scene.scim('GET', '/Users', undefined, { accept: 'application/json' });
        expect(headers.get('content-type')).to.match(/^application\/json/);
      },
    },
    {
      section: '3.1',
      level: 'MUST',
      text: 'a body that is not JSON is 400 invalidSyntax',
      check: (scene) => scene.refused(scene.scim('POST', '/Users', '{"userName":'), 400, 'invalidSyntax'),
    },
    {
      section: '3.2',
      level: 'MUST',
      text: 'a method that an endpoint does not have is 405 with Allow',
      async check(scene) {
        const { status, headers } = await scene.scim('PUT', '/Users', scene.body());
        expect(status).to.equal(405);
        expect(headers.get('allow')).to.contain('GET').and.contain('POST');
      },
    },
    {
      section: '3.3',
      level: 'MUST',
      text: 'a created resource is 201 with the resource, its Location and its meta.location',
      async check(scene) {
        const { status, headers, body } = await scene.scim('POST', '/Users', scene.body());
        expect(status).to.equal(201);
        expect(headers.get('location')).to.equal((body.meta as Resource).location);
      },
    },
    {
      section: '3.3',
      level: 'MUST',
      text: 'read-only attributes in a POST have no effect',
      async check(scene) {
        expect((await scene.user({ id: 'x', groups: [{ value: 'y' }] })).id).not.to.equal('x');
      },
    },
    {
      section: '3.3',
      level: 'MUST',
      text: 'a duplicate is 409 uniqueness',
      async check(scene) {
        const { userName } = await scene.user();
        await scene.refused(scene.scim('POST', '/Users', scene.body({ userName })), 409, 'uniqueness');
      },
    },
    {
      section: '3.4.1',
      level: 'MUST',
      text: 'a known resource is 200 with its ETag, an unknown one 404',
      async check(scene) {
        const made = await scene.user();
        const { status, headers } = await scene.scim('GET', at(made));
        expect(status).to.equal(200);
        expect(headers.get('etag')).to.match(/^W\/"/);
        await scene.refused(scene.scim('GET', '/Users/nobody'), 404);
      },
    },
    {
      section: '3.4.2',
      level: 'MUST',
      text: 'a query is answered by a ListResponse with totalResults and Resources',
      async check(scene) {
        await scene.user();
        const body = await listed(scene, '/Users');
        expect(body.schemas).to.deep.equal([LIST]);
        expect(body.totalResults).to.be.a('number');
        expect(body.Resources).to.be.an('array');
      },
    },
    {
      section: '3.4.2',
      level: 'MUST',
      text: 'a query without a match is 200 with totalResults 0',
      async check(scene) {
        const body = await listed(
          scene,
          `/Users?filter=${encodeURIComponent('userName eq "nobody at all"')}`,
        );
        expect(body.totalResults).to.equal(0);
      },
    },
    {
      section: '3.4.2.1',
      level: 'MAY',
      text: 'a query of the base address covers all resource types',
      async check(scene) {
        await scene.group([await scene.user()]);
        const { Resources } = await listed(scene, '/?count=200');
        const kinds = new Set((Resources as { meta: Resource }[]).map(({ meta }) => meta.resourceType));
        expect([...kinds]).to.include.members(['User', 'Group']);
      },
    },
    ...filters.map(
      ([text, filter, matches]): Requirement => ({
        section: '3.4.2.2',
        level: 'MUST',
        text: `filter: ${text}`,
        async check(scene) {
          const [work, home] = [`work.${scene.name()}`, `home.${scene.name()}`];
          const made = await scene.user({
            ...{ title: 'Boss', schemas: [USER, ENTERPRISE], [ENTERPRISE]: { department: 'Law' } },
            emails: [
              { value: work, type: 'work' },
              { value: home, type: 'home' },
            ],
          });
          const found = await scene.found(`id eq "${String(made.id)}" and (${filter})`);
          expect(found.map(({ id }) => id)).to.deep.equal(matches ? [made.id] : []);
        },
      }),
    ),
    ...refusedFilters.map(
      ([text, filter]): Requirement => ({
        section: '3.4.2.2',
        level: 'MUST',
        text: `a filter with ${text} is 400 invalidFilter`,
        check: (scene) =>
          scene.refused(
            scene.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`),
            400,
            'invalidFilter',
          ),
      }),
    ),
    {
      section: '3.4.2.2',
      level: 'MUST',
      text: 'gt on a boolean is 400 invalidFilter',
      check: (scene) =>
        scene.refused(scene.scim('GET', '/Users?filter=active%20gt%20true'), 400, 'invalidFilter'),
    },
    {
      section: '3.4.2.3',
      level: 'MAY',
      text: 'sortBy sorts ascending by default, and descending where asked, without letter case',
      async check(scene) {
        for (const title of ['b', 'A', 'c']) await scene.user({ title, userType: 'sorted' });
        const titles = async (order: string) =>
          (
            (await listed(scene, `/Users?filter=userType%20eq%20%22sorted%22&sortBy=title${order}`))
              .Resources as Resource[]
          ).map(({ title }) => title);
        expect(await titles('')).to.deep.equal(['A', 'b', 'c']);
        expect(await titles('&sortOrder=descending')).to.deep.equal(['c', 'b', 'A']);
      },
    },
    {
      section: '3.4.2.3',
      level: 'MUST',
      text: 'resources without a value for sortBy come last when ascending',
      async check(scene) {
        for (const title of ['a', undefined])
          await scene.user({ ...(title ? { title } : {}), userType: 'unsorted' });
        const { Resources } = await listed(
          scene,
          '/Users?filter=userType%20eq%20%22unsorted%22&sortBy=title',
        );
        expect((Resources as Resource[]).map(({ title }) => title)).to.deep.equal(['a', undefined]);
      },
    },
    {
      section: '3.4.2.4',
      level: 'MUST',
      text: 'startIndex and count choose a page, and the answer has startIndex, itemsPerPage and totalResults',
      async check(scene) {
        for (let n = 0; n < 3; n++) await scene.user({ userType: 'paged' });
        const body = await listed(scene, '/Users?filter=userType%20eq%20%22paged%22&startIndex=2&count=1');
        expect(body).to.include({ startIndex: 2, itemsPerPage: 1, totalResults: 3 });
        expect(body.Resources).to.have.length(1);
      },
    },
    {
      section: '3.4.2.4',
      level: 'MUST',
      text: 'a startIndex below 1 is 1',
      async check(scene) {
        expect(await listed(scene, '/Users?startIndex=0&count=1')).to.include({ startIndex: 1 });
      },
    },
    {
      section: '3.4.2.4',
      level: 'MUST',
      text: 'a negative count is 0, and 0 answers no resources but totalResults',
      async check(scene) {
        await scene.user();
        for (const count of [-1, 0]) {
          const body = await listed(scene, `/Users?count=${count}`);
          expect(body.itemsPerPage).to.equal(0);
          expect(body.totalResults).to.be.above(0);
        }
      },
    },
    {
      section: '3.4.2.5',
      level: 'MUST',
      text: 'attributes answers those, and what is always returned',
      async check(scene) {
        const made = await scene.user({ title: 'Boss' });
        expect(await scene.read(made, '?attributes=title')).to.have.all.keys('schemas', 'id', 'title');
      },
    },
    {
      section: '3.4.2.5',
      level: 'MUST',
      text: 'excludedAttributes omits those, but not what is always returned',
      async check(scene) {
        const made = await scene.user({ title: 'Boss' });
        const shown = await scene.read(made, '?excludedAttributes=title,id,name.givenName');
        expect(shown).not.to.have.property('title');
        expect(shown).to.include.keys('id', 'userName');
        expect(shown.name).to.deep.equal({ familyName: 'Ames' });
      },
    },
    {
      section: '3.4.2.5',
      level: 'MUST',
      text: 'what is returned by default is in each answer, also in lists',
      deviates:
        'Lists and searches show `groups` of users only where the client names it: a page of 200 users with their groups takes about seven times as long ([the groups of a user](provisioning.md#the-groups-of-a-user))',
    },
    {
      section: '3.4.3',
      level: 'MUST',
      text: 'a search by POST at .search has the parameters of a query in its body',
      async check(scene) {
        const { userName } = await scene.user();
        const asked = {
          schemas: [SEARCH],
          filter: `userName eq "${String(userName)}"`,
          attributes: ['userName'],
          count: 5,
        };
        for (const path of ['/Users/.search', '/.search']) {
          const { status, body } = await scene.scim('POST', path, asked);
          expect([status, body.totalResults, body.schemas], path).to.deep.equal([200, 1, [LIST]]);
        }
      },
    },
    {
      section: '3.5.1',
      level: 'MUST',
      text: 'PUT replaces: what is not sent is cleared',
      async check(scene) {
        const made = await scene.user({ title: 'Boss' });
        const { status, body } = await scene.scim('PUT', at(made), {
          schemas: [USER],
          userName: made.userName,
        });
        expect(status).to.equal(200);
        expect(body).not.to.have.any.keys('title', 'name', 'emails');
      },
    },
    {
      section: '3.5.1',
      level: 'MUST',
      text: 'PUT does not create: an unknown id is 404',
      check: (scene) => scene.refused(scene.scim('PUT', '/Users/nobody', scene.body()), 404),
    },
    {
      section: '3.5.1',
      level: 'MUST',
      text: 'PUT ignores read-only attributes, and needs the required ones',
      async check(scene) {
        const made = await scene.user();
        const { body } = await scene.scim('PUT', at(made), scene.body({ id: 'x', meta: {} }));
        expect(body.id).to.equal(made.id);
        await scene.refused(
          scene.scim('PUT', at(made), { schemas: [USER], title: 'Boss' }),
          400,
          'invalidValue',
        );
      },
    },
    {
      section: '3.5.1',
      level: 'MAY',
      text: 'PUT without active clears it',
      deviates:
        'A PUT without `active` or `externalId` keeps them: they decide about access and identity, and identity providers omit them without meaning it',
    },
    ...patches.map(
      ([section, text, operations, check]): Requirement => ({
        section,
        level: 'MUST',
        text: `PATCH: ${text}`,
        async check(scene) {
          const made = await boss(scene);
          const { status } = await scene.patch(made, operations);
          expect(status).to.be.oneOf([200, 204]);
          check(await scene.read(made));
        },
      }),
    ),
    ...refusedPatches.map(
      ([section, text, operation, scimType]): Requirement => ({
        section,
        level: 'MUST',
        text: `PATCH: ${text}`,
        check: async (scene) => scene.refused(scene.patch(await boss(scene), [operation]), 400, scimType),
      }),
    ),
    {
      section: '3.5.2',
      level: 'MUST',
      text: 'PATCH is all or nothing',
      async check(scene) {
        const made = await boss(scene);
        await scene.refused(
          scene.patch(made, [
            { op: 'replace', path: 'title', value: 'Clerk' },
            { op: 'replace', path: 'shoeSize', value: '9' },
          ]),
          400,
          'invalidPath',
        );
        expect((await scene.read(made)).title).to.equal('Boss');
      },
    },
    {
      section: '3.5.2.3',
      level: 'MUST',
      text: 'PATCH: a replace with a value path that matches nothing is 400 noTarget',
      deviates:
        'The value is created from the filter, as Entra ID expects; a [strict](provisioning.md#strict-requests) integration answers 400 noTarget',
      async check(scene) {
        const operation = { op: 'replace', path: 'emails[type eq "other"].value', value: 'x-new' };
        const { status } = await scene.patch(await boss(scene), [operation]);
        expect(status).to.equal(200);
        const strict = await scene.user({}, scene.strict.scim);
        await scene.refused(scene.patch(strict, [operation], scene.strict.scim), 400, 'noTarget');
      },
    },
    {
      section: '3.5.2',
      level: 'MUST',
      text: 'PATCH of members of a group adds and removes them',
      async check(scene) {
        const [one, two] = [await scene.user(), await scene.user()];
        const group = await scene.group([one]);
        await scene.patch(
          group,
          [{ op: 'add', path: 'members', value: [{ value: two.id }] }],
          scene.scim,
          '/Groups',
        );
        await scene.patch(
          group,
          [{ op: 'remove', path: `members[value eq "${String(one.id)}"]` }],
          scene.scim,
          '/Groups',
        );
        expect(valuesOf((await scene.read(group, '', '/Groups')).members)).to.deep.equal([two.id]);
      },
    },
    {
      section: '3.5.2',
      level: 'MUST',
      text: 'the answer to a PATCH is 200 with the resource, or 204; with attributes it is 200',
      async check(scene) {
        expect(
          (await scene.patch(await boss(scene), [{ op: 'add', path: 'title', value: 'a' }])).status,
        ).to.equal(200);
        const group = await scene.group();
        const rename = [{ op: 'replace', path: 'displayName', value: scene.name() }];
        expect((await scene.patch(group, rename, scene.scim, '/Groups')).status).to.equal(204);
        const named = await scene.scim('PATCH', `/Groups/${String(group.id)}?attributes=displayName`, {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', path: 'displayName', value: scene.name() }],
        });
        expect(named.status).to.equal(200);
      },
    },
    {
      section: '3.6',
      level: 'MUST',
      text: 'DELETE is 204, and then every request for the resource is 404',
      async check(scene) {
        const made = await scene.user();
        expect((await scene.scim('DELETE', at(made))).status).to.equal(204);
        for (const [method, body] of [['GET'], ['DELETE'], ['PUT', scene.body()]] as const)
          await scene.refused(scene.scim(method, at(made), body), 404);
        expect(await scene.found(`id eq "${String(made.id)}"`)).to.deep.equal([]);
      },
    },
    {
      section: '3.6',
      level: 'MUST',
      text: 'a deleted resource conflicts with no new one',
      async check(scene) {
        const made = await scene.user();
        await scene.scim('DELETE', at(made));
        await scene.user({ userName: made.userName });
      },
    },
    {
      section: '3.7',
      level: 'MUST',
      text: 'a bulk request is answered by one result for each operation, with location and status',
      async check(scene) {
        const made = await scene.user();
        const reply = await bulk(scene, [
          { method: 'POST', path: '/Users', bulkId: 'a', data: scene.body() },
          { method: 'DELETE', path: at(made) },
        ]);
        expect(reply.status).to.equal(200);
        expect(reply.body.schemas).to.deep.equal(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
        const [one, two] = resultsOf(reply);
        expect(one)
          .to.include({ method: 'POST', bulkId: 'a', status: '201' })
          .and.include.keys('location', 'version');
        expect(two).to.include({ method: 'DELETE', status: '204' });
      },
    },
    {
      section: '3.7',
      level: 'MUST',
      text: 'a failed operation has its error as response, and the others are carried out',
      async check(scene) {
        const reply = await bulk(scene, [
          { method: 'DELETE', path: '/Users/nobody' },
          { method: 'POST', path: '/Users', bulkId: 'a', data: scene.body() },
        ]);
        const [failed, made] = resultsOf(reply);
        expect(failed).to.include({ status: '404' });
        expect(failed?.response).to.have.property('schemas').that.deep.equals([ERROR]);
        expect(made).to.include({ status: '201' });
      },
    },
    {
      section: '3.7',
      level: 'MUST',
      text: 'failOnErrors ends the request after that many failures',
      async check(scene) {
        const gone = { method: 'DELETE', path: '/Users/nobody' };
        expect(resultsOf(await bulk(scene, [gone, gone, gone], { failOnErrors: 1 }))).to.have.length(1);
      },
    },
    {
      section: '3.7.2',
      level: 'MUST',
      text: 'bulkId: in the data stands for the id of what another operation creates',
      async check(scene) {
        const members = [{ value: 'bulkId:who' }];
        const reply = await bulk(scene, [
          {
            method: 'POST',
            path: '/Groups',
            bulkId: 'g',
            data: { schemas: [GROUP], displayName: scene.name(), members },
          },
          { method: 'POST', path: '/Users', bulkId: 'who', data: scene.body() },
        ]);
        expect(resultsOf(reply).map(({ status }) => status)).to.deep.equal(['201', '201']);
      },
    },
    {
      section: '3.7.1',
      level: 'MUST',
      text: 'circular references are resolved, or 409',
      test: 'resolves circular references: creates one resource without its reference and adds it later',
    },
    {
      section: '3.7.4',
      level: 'MUST',
      text: 'a bulk request with more operations than maxOperations is 413',
      async check(scene) {
        const { maxOperations } = (await scene.config()).bulk as Resource;
        const many = Array.from({ length: Number(maxOperations) + 1 }, () => ({
          method: 'DELETE',
          path: '/Users/x',
        }));
        expect((await bulk(scene, many)).status).to.equal(413);
      },
    },
    {
      section: '3.9',
      level: 'MUST',
      text: 'attributes and excludedAttributes apply to the answers of POST, PUT and PATCH',
      async check(scene) {
        const { body } = await scene.scim('POST', '/Users?attributes=userName', scene.body());
        expect(body).to.have.all.keys('schemas', 'id', 'userName');
        const put = await scene.scim('PUT', `${at(body)}?excludedAttributes=name`, scene.body());
        expect(put.body).not.to.have.property('name');
      },
    },
    {
      section: '3.10',
      level: 'MUST',
      text: 'an attribute may be named with the URN of its schema',
      async check(scene) {
        const made = await scene.user();
        expect(await scene.read(made, `?attributes=${USER}:userName`)).to.include.keys('userName');
      },
    },
    {
      section: '3.11',
      level: 'MAY',
      text: '/Me for a credential that stands for no user is 501',
      async check(scene) {
        expect((await scene.scim('GET', '/Me')).status).to.equal(501);
      },
    },
    {
      section: '3.12',
      level: 'MUST',
      text: 'an error is a JSON message with schemas, status as text, and a detail',
      async check(scene) {
        const { body } = await scene.scim('GET', '/Users/nobody');
        expect(body.schemas).to.deep.equal([ERROR]);
        expect(body.status).to.equal('404');
        expect(body.detail).to.be.a('string').that.is.not.empty;
      },
    },
    {
      section: '3.12',
      level: 'MUST',
      text: 'a request that is too large is 413',
      test: 'refuses a body that is too large or too deeply nested',
    },
    {
      section: '3.13',
      level: 'MAY',
      text: 'the version of the protocol may stand in the path',
      async check(scene) {
        expect(scene.tenant.scimUrl).to.match(/\/scim\/v2\//);
      },
    },
    {
      section: '3.14',
      level: 'MUST',
      text: 'the ETag is in the header and in meta.version, and changes with the resource',
      async check(scene) {
        const made = await scene.user();
        const patched = await scene.patch(made, [{ op: 'add', path: 'title', value: 'a' }]);
        expect((patched.body.meta as Resource).version).to.not.equal((made.meta as Resource).version);
        expect(patched.headers.get('etag')).to.equal((patched.body.meta as Resource).version);
      },
    },
    {
      section: '3.14',
      level: 'MUST',
      text: 'If-Match with another version is 412, and changes nothing',
      async check(scene) {
        const made = await scene.user();
        await scene.refused(scene.scim('PUT', at(made), scene.body(), { 'if-match': 'W/"99"' }), 412);
        expect(await scene.read(made)).to.have.property('userName', made.userName);
      },
    },
    {
      section: '3.14',
      level: 'MUST',
      text: 'If-None-Match with the present version is 304',
      async check(scene) {
        const made = await scene.user();
        const version = String(
          (await scene.read(made)).meta && ((await scene.read(made)).meta as Resource).version,
        );
        expect((await scene.scim('GET', at(made), undefined, { 'if-none-match': version })).status).to.equal(
          304,
        );
      },
    },
    {
      section: '4',
      level: 'MUST',
      text: '/ServiceProviderConfig, /ResourceTypes and /Schemas answer GET, the latter two one by one too',
      async check(scene) {
        for (const path of [
          '/ServiceProviderConfig',
          '/ResourceTypes',
          '/Schemas',
          '/ResourceTypes/User',
          `/Schemas/${USER}`,
        ])
          await listed(scene, path);
      },
    },
    {
      section: '4',
      level: 'MUST',
      text: 'a filter at a discovery endpoint is 403',
      async check(scene) {
        for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'])
          expect((await scene.scim('GET', `${path}?filter=id%20pr`)).status, path).to.equal(403);
      },
    },
    {
      section: '4',
      level: 'SHOULD',
      text: 'the discovery endpoints need no credential',
      deviates:
        'They need the token of the integration: the address names a customer, and what it supports depends on its settings',
    },
    {
      section: '6',
      level: 'MAY',
      text: 'customers are kept apart by the path',
      async check(scene) {
        expect(new URL(scene.tenant.scimUrl).pathname).to.contain('/groups/conforming');
      },
    },
    {
      section: '7.1',
      level: 'MUST',
      text: 'all requests use TLS',
      deviates:
        'The service speaks HTTP; a proxy in front of it ends TLS ([configuration](configuration.md)).',
    },
    {
      section: '7.5.2',
      level: 'MUST',
      text: 'no sensitive value stands in a log',
      test: 'never contain a secret of a request',
    },
  ],
};
