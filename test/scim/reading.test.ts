import { expect } from 'chai';
import { ScimError } from '../../lib/scim/errors.ts';
import { readReplacement, readResource } from '../../lib/scim/ingress/read_resource.ts';
import { openCursor, sealCursor } from '../../lib/scim/messages/cursor.ts';
import { parseListQuery } from '../../lib/scim/messages/list_query.ts';
import { parseProjection, project } from '../../lib/scim/projection.ts';
import { parseResourceTypeFile, parseSchemaFile } from '../../lib/scim/schema/files.ts';
import { createRegistry } from '../../lib/scim/schema/registry.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { CORE, ENTERPRISE, userType as type } from './user_type.ts';

const BADGE = 'urn:example:params:scim:schemas:extension:badge:2.0:User';
const badge = parseSchemaFile({
  id: BADGE,
  name: 'Badge',
  attributes: [
    { name: 'number', type: 'decimal', returned: 'always' },
    { name: 'colour', type: 'string' },
  ],
});
const extended = parseResourceTypeFile({
  name: 'User',
  endpoint: '/Users',
  schema: CORE,
  schemaExtensions: [{ schema: BADGE }],
});
/** The user as an operator's files may extend it. */
const badged = createRegistry({ schemas: [badge], resourceTypes: [extended] }).userType;

const bare = { userName: 'ann' };
const read = { schemas: [CORE], userName: 'ann', active: true };

/** What is sent besides the userName, what Rollcall reads, and the leniencies that this needs. */
const bodies: [title: string, sent: Resource, read: Resource, leniencies: string[]][] = [
  ['nothing more', { schemas: [CORE] }, {}, []],
  ['no schemas', {}, {}, ['schemas-missing']],
  ['schemas of SCIM 1.1', { schemas: ['urn:scim:schemas:core:1.0'] }, {}, ['schemas-unknown']],
  [
    'names in any case',
    { schemas: [CORE], DISPLAYNAME: 'A', Name: { GIVENNAME: 'B' } },
    { displayName: 'A', name: { givenName: 'B' } },
    [],
  ],
  [
    'booleans as text',
    { schemas: [CORE], active: 'False', roles: [{ value: 'r', primary: 'TRUE' }] },
    { active: false, roles: [{ value: 'r', primary: true }] },
    ['boolean-text'],
  ],
  [
    'null values',
    { schemas: [CORE], title: '', nickName: null, emails: [], name: {}, addresses: [{}], [ENTERPRISE]: {} },
    {},
    [],
  ],
  [
    'dotted keys',
    { schemas: [CORE], 'name.familyName': 'A', 'name.givenName': 'B' },
    { name: { familyName: 'A', givenName: 'B' } },
    ['key-dotted'],
  ],
  [
    'an extension without its URN in schemas',
    { schemas: [CORE], [ENTERPRISE]: { department: 'D' } },
    { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { department: 'D' } },
    [],
  ],
  [
    'attributes below the core URN',
    { schemas: [CORE], [CORE]: { title: 'T', externalId: 'x' } },
    { title: 'T', externalId: 'x' },
    [],
  ],
  ['an extension in schemas alone', { schemas: [CORE, ENTERPRISE] }, {}, []],
  [
    'an extension key by key',
    { schemas: [CORE], [`${ENTERPRISE}:employeeNumber`]: 7 },
    { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { employeeNumber: '7' } },
    ['text-scalar'],
  ],
  [
    'bare extension attributes',
    { schemas: [CORE], department: 'D', manager: 'M' },
    { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { department: 'D', manager: { value: 'M' } } },
    ['attribute-bare', 'scalar-for-complex'],
  ],
  [
    'a manager of OneLogin',
    { schemas: [CORE], [ENTERPRISE]: { manager: { managerId: 'M', displayName: 'Max' } } },
    { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { manager: { value: 'M' } } },
    ['sub-attribute-renamed'],
  ],
  [
    'one e-mail for a list',
    { schemas: [CORE], emails: { value: 'a@b.test' } },
    { emails: [{ value: 'a@b.test' }] },
    ['single-for-many'],
  ],
  [
    'e-mails as texts',
    { schemas: [CORE], emails: ['a@b.test'] },
    { emails: [{ value: 'a@b.test' }] },
    ['scalar-for-complex'],
  ],
  [
    'two primaries',
    {
      schemas: [CORE],
      emails: [
        { value: 'a', primary: true },
        { value: 'b', primary: true },
      ],
    },
    {
      emails: [
        { value: 'a', primary: false },
        { value: 'b', primary: true },
      ],
    },
    ['primary-many'],
  ],
  [
    'the same e-mail twice',
    {
      schemas: [CORE],
      emails: [
        { value: 'a', type: 'work' },
        { value: 'b', type: 'work' },
        { value: 'a', type: 'work', primary: true },
        { value: 'a', type: 'home' },
      ],
    },
    {
      emails: [
        { value: 'a', type: 'work', primary: true },
        { value: 'b', type: 'work' },
        { value: 'a', type: 'home' },
      ],
    },
    ['value-repeated'],
  ],
  [
    'the same number twice, the first one primary',
    {
      schemas: [CORE],
      phoneNumbers: [
        { value: '1', primary: true },
        { value: '1', primary: false, display: 'One' },
      ],
    },
    { phoneNumbers: [{ value: '1', primary: true, display: 'One' }] },
    ['value-repeated'],
  ],
  [
    'the same address twice, and another one',
    {
      schemas: [CORE],
      addresses: [
        { type: 'work', locality: 'Ulm' },
        { locality: 'Ulm', type: 'work', primary: true },
        { type: 'work', locality: 'Bonn' },
      ],
    },
    {
      addresses: [
        { type: 'work', locality: 'Ulm', primary: true },
        { type: 'work', locality: 'Bonn' },
      ],
    },
    ['value-repeated'],
  ],
  [
    'the same role twice as text',
    { schemas: [CORE], roles: ['r', 'r'] },
    { roles: [{ value: 'r' }] },
    ['scalar-for-complex', 'value-repeated'],
  ],
  ['a list for one value', { schemas: [CORE], title: ['T'] }, { title: 'T' }, ['many-for-single']],
  [
    'unknown keys',
    { schemas: [CORE], nonsense: 1, name: { nonsense: 2, givenName: 'A' } },
    { name: { givenName: 'A' } },
    ['attribute-unknown'],
  ],
  [
    'read-only attributes',
    { schemas: [CORE], id: 'x', meta: { created: 'x' }, groups: [{ value: 'g' }] },
    {},
    [],
  ],
  ['a password', { schemas: [CORE], password: 'secret' }, {}, ['password-ignored']],
  [
    'values of no format',
    { schemas: [CORE], locale: 'nonsense!', timezone: '??', emails: [{ value: 'not an address' }] },
    { locale: 'nonsense!', timezone: '??', emails: [{ value: 'not an address' }] },
    [],
  ],
];

const wrong: [title: string, body: unknown, scimType: string][] = [
  ['a list', [], 'invalidSyntax'],
  ['no userName', { schemas: [CORE] }, 'invalidValue'],
  ['a blank userName', { userName: '  ' }, 'invalidValue'],
  ['an object for a text', { ...bare, title: { a: 1 } }, 'invalidValue'],
  ['two values for one', { ...bare, title: ['a', 'b'] }, 'invalidValue'],
  ['no boolean', { ...bare, active: 'perhaps' }, 'invalidValue'],
  ['a text for an extension', { ...bare, [ENTERPRISE]: 'x' }, 'invalidValue'],
  ['half a character', { ...bare, title: '\ud800' }, 'invalidValue'],
  ['a very long text', { ...bare, title: 'x'.repeat(70_000) }, 'invalidValue'],
  ['very many values', { ...bare, roles: Array.from({ length: 1_001 }, () => 'r') }, 'invalidValue'],
];

describe('reading a resource', () => {
  for (const [title, sent, more, leniencies] of bodies)
    it(title, () => {
      const noticed = new Set<string>();
      const resource = readResource(type, { ...bare, ...sent }, (leniency) => noticed.add(leniency));
      expect(resource).to.deep.equal({ ...read, ...more });
      expect([...noticed].sort()).to.deep.equal(leniencies);
    });

  for (const [title, body, scimType] of wrong)
    it(`refuses ${title}`, () => {
      expect(() => readResource(type, body, () => undefined))
        .to.throw(ScimError)
        .and.satisfies((error: ScimError) => error.scimType === scimType);
    });

  it('refuses an infinite number', () => {
    const body: unknown = JSON.parse(`{ "userName": "ann", "${BADGE}": { "number": 1e999 } }`);
    expect(() => readResource(badged, body, () => undefined))
      .to.throw(ScimError)
      .that.includes({ scimType: 'invalidValue' });
  });

  it('clears on PUT what is omitted, except externalId and active', () => {
    const current = {
      ...read,
      id: 'U1',
      externalId: 'x',
      active: false,
      title: 'T',
      meta: { created: 'c' },
      [ENTERPRISE]: { department: 'D' },
    };
    expect(readReplacement(type, { userName: 'bea' }, current, () => undefined)).to.deep.equal({
      schemas: [CORE],
      userName: 'bea',
      id: 'U1',
      externalId: 'x',
      active: false,
      meta: { created: 'c' },
    });
  });
});

describe('projecting', () => {
  const resource = {
    schemas: [CORE],
    id: 'U1',
    userName: 'ann',
    name: { givenName: 'A', familyName: 'B' },
    emails: [{ value: 'a', type: 'work' }],
    [ENTERPRISE]: { department: 'D', manager: { value: 'M' } },
  };
  const cases: [attributes: string | undefined, excludedAttributes: string | undefined, shown: Resource][] = [
    [undefined, undefined, resource],
    ['userName', undefined, { userName: 'ann' }],
    ['USERNAME, name.givenName', undefined, { userName: 'ann', name: { givenName: 'A' } }],
    ['emails.value', undefined, { emails: [{ value: 'a' }] }],
    [`${ENTERPRISE}:department`, undefined, { [ENTERPRISE]: { department: 'D' } }],
    [ENTERPRISE, undefined, { [ENTERPRISE]: resource[ENTERPRISE] }],
    ['manager', undefined, { [ENTERPRISE]: { manager: { value: 'M' } } }],
    [`${CORE}:userName`, undefined, { userName: 'ann' }],
    ['nothing,,', undefined, {}],
    [undefined, `emails,name.familyName,id,${ENTERPRISE}`, { userName: 'ann', name: { givenName: 'A' } }],
    ['name', 'name.givenName', { name: { familyName: 'B' } }],
  ];
  for (const [attributes, excludedAttributes, shown] of cases)
    it(`attributes=${attributes ?? ''} excludedAttributes=${excludedAttributes ?? ''}`, () => {
      const projection = parseProjection(type, { attributes, excludedAttributes });
      expect(project(type, resource, projection)).to.deep.equal({ schemas: [CORE], id: 'U1', ...shown });
    });

  for (const wishes of [{ attributes: 'userName' }, { excludedAttributes: BADGE }])
    it(`shows what an extension always returns, with ${JSON.stringify(wishes)}`, () => {
      const worn = { ...resource, [BADGE]: { number: 7, colour: 'red' } };
      expect(project(badged, worn, parseProjection(badged, wishes))[BADGE]).to.deep.equal({ number: 7 });
    });
});

describe('list queries', () => {
  const pages: [parameters: Record<string, string>, page: object][] = [
    [{}, { kind: 'index', startIndex: 1, count: 100 }],
    [
      { startIndex: '0', count: '-3' },
      { kind: 'index', startIndex: 1, count: 0 },
    ],
    [
      { STARTINDEX: '7', Count: '9999' },
      { kind: 'index', startIndex: 7, count: 200 },
    ],
    [
      { cursor: '', count: '5' },
      { kind: 'cursor', count: 5 },
    ],
    [{ cursor: 'abc' }, { kind: 'cursor', cursor: 'abc', count: 100 }],
  ];
  for (const [parameters, page] of pages)
    it(JSON.stringify(parameters), () => {
      expect(parseListQuery(parameters, type, () => undefined).page).to.deep.equal(page);
    });

  const refused: [parameters: Record<string, string>, scimType: string][] = [
    [{ startIndex: 'x' }, 'invalidValue'],
    [{ count: '1.5' }, 'invalidValue'],
    [{ cursor: '', count: 'x' }, 'invalidCount'],
    [{ cursor: 'a', startIndex: '1' }, 'invalidValue'],
    [{ sortBy: 'userName', sortOrder: 'up' }, 'invalidValue'],
    [{ sortBy: 'nothing' }, 'invalidPath'],
    [{ filter: 'nothing eq 1' }, 'invalidFilter'],
  ];
  for (const [parameters, scimType] of refused)
    it(`refuses ${JSON.stringify(parameters)}`, () => {
      expect(() => parseListQuery(parameters, type, () => undefined))
        .to.throw(ScimError)
        .and.satisfies((error: ScimError) => error.scimType === scimType);
    });

  it('protects cursors against change, other lists and expiry', () => {
    const key = Buffer.from('k'.repeat(32));
    const cursor = sealCursor({ after: 'place', digest: 'd', expires: 1_000 }, key);
    expect(openCursor(cursor, 'd', 999, [key])).to.equal('place');
    const spoiled: [text: string, digest: string, now: number, key: Buffer, scimType: string][] = [
      [cursor, 'd', 1_000, key, 'expiredCursor'],
      [cursor, 'e', 0, key, 'invalidCursor'],
      [cursor, 'd', 0, Buffer.from('l'.repeat(32)), 'invalidCursor'],
      [`${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`, 'd', 0, key, 'invalidCursor'],
      ['', 'd', 0, key, 'invalidCursor'],
      ['é'.repeat(30), 'd', 0, key, 'invalidCursor'],
      ['x'.repeat(5_000), 'd', 0, key, 'invalidCursor'],
    ];
    for (const [text, digest, now, with_, scimType] of spoiled)
      expect(() => openCursor(text, digest, now, [with_]))
        .to.throw(ScimError)
        .and.satisfies((error: ScimError) => error.scimType === scimType);
  });
});
