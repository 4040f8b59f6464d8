import { start } from './patched.ts';
import { CORE, ENTERPRISE } from './user_type.ts';

/** Title with its defect, operations, and the result for `start`; `undefined` means removed. */
export const patchCases: [title: string, operations: object[], becomes: Record<string, unknown>][] = [
  ['P2 names in any case', [{ op: 'replace', path: 'USERNAME', value: 'bea' }], { userName: 'bea' }],
  [
    'P2 value paths in any case',
    [{ op: 'replace', path: 'Emails[TYPE eq "WORK"].Value', value: 'b@x.test' }],
    {
      emails: [
        { type: 'work', value: 'b@x.test', primary: true },
        { type: 'home', value: 'ann@home.test' },
      ],
    },
  ],
  ['P3 op in any case', [{ op: 'ADD', path: 'title', value: 'T' }], { title: 'T' }],
  [
    'P6 an extension as a path',
    [{ op: 'add', path: ENTERPRISE, value: { department: 'D' } }],
    { [ENTERPRISE]: { department: 'D' }, schemas: [CORE, ENTERPRISE] },
  ],
  [
    'P6 an extension that names its schemas',
    [{ op: 'replace', path: ENTERPRISE, value: { schemas: [ENTERPRISE], department: 'D' } }],
    { [ENTERPRISE]: { department: 'D' }, schemas: [CORE, ENTERPRISE] },
  ],
  [
    'P6 an extension as a key',
    [{ op: 'replace', value: { [ENTERPRISE]: { department: 'D', costCenter: 'C' } } }],
    { [ENTERPRISE]: { department: 'D', costCenter: 'C' }, schemas: [CORE, ENTERPRISE] },
  ],
  [
    'P7 the core URN in any case',
    [{ op: 'replace', path: `${CORE.toLowerCase()}:userName`, value: 'bea' }],
    { userName: 'bea' },
  ],
  [
    'P8 a part of a name without a path',
    [{ op: 'add', value: { name: { givenName: 'Bea' } } }],
    { name: { givenName: 'Bea', familyName: 'Ames' } },
  ],
  [
    'P9 replace an e-mail that exists',
    [{ op: 'add', value: { emails: [{ type: 'home', value: 'ann@home.test' }] } }],
    {},
  ],
  [
    'P10 one object for a list',
    [{ op: 'replace', path: 'emails', value: { type: 'work', value: 'x@x.test' } }],
    { emails: [{ type: 'work', value: 'x@x.test' }] },
  ],
  ['P11 null unassigns', [{ op: 'replace', path: 'name', value: null }], { name: undefined }],
  [
    'P11 null unassigns without a path',
    [{ op: 'replace', value: { name: null, title: '' } }],
    { name: undefined },
  ],
  ['P16 a boolean as text', [{ op: 'Replace', path: 'active', value: 'False' }], { active: false }],
  [
    'P17 replace an element that does not exist',
    [{ op: 'add', path: 'emails[type eq "other"]', value: { value: 'o@x.test' } }],
    { emails: [...(start.emails as object[]), { type: 'other', value: 'o@x.test' }] },
  ],
  [
    'P18 an element by two terms',
    [{ op: 'add', path: 'addresses[type eq "work" and country eq "AT"].locality', value: 'Graz' }],
    { addresses: [{ type: 'work', country: 'AT', locality: 'Graz' }] },
  ],
  [
    'P20 a filter with colons',
    [{ op: 'add', path: 'photos[value eq "https://a.test/x:y"].type', value: 'photo' }],
    { photos: [{ value: 'https://a.test/x:y', type: 'photo' }] },
  ],
  [
    'P22 the newest primary',
    [{ op: 'add', path: 'emails', value: [{ value: 'n@x.test', primary: true }] }],
    {
      emails: [
        { type: 'work', value: 'ann@acme.test', primary: false },
        { type: 'home', value: 'ann@home.test' },
        { value: 'n@x.test', primary: true },
      ],
    },
  ],
  [
    'P22 the newest primary by a path',
    [{ op: 'replace', path: 'emails[type eq "home"].primary', value: true }],
    {
      emails: [
        { type: 'work', value: 'ann@acme.test', primary: false },
        { type: 'home', value: 'ann@home.test', primary: true },
      ],
    },
  ],
  [
    'P22 the last of several that become primary',
    [{ op: 'replace', path: 'emails.primary', value: true }],
    {
      emails: [
        { type: 'work', value: 'ann@acme.test', primary: false },
        { type: 'home', value: 'ann@home.test', primary: true },
      ],
    },
  ],
  [
    'P22 the last of several that a value path makes primary',
    [{ op: 'add', path: 'emails[value pr]', value: { primary: true } }],
    {
      emails: [
        { type: 'work', value: 'ann@acme.test', primary: false },
        { type: 'home', value: 'ann@home.test', primary: true },
      ],
    },
  ],
  [
    'P23 removing by value',
    [{ op: 'Remove', path: 'emails', value: [{ value: 'ann@home.test' }] }],
    { emails: [{ type: 'work', value: 'ann@acme.test', primary: true }] },
  ],
  ['all removed by null', [{ op: 'remove', path: 'emails', value: null }], { emails: undefined }],
  ['all removed by an empty text', [{ op: 'remove', path: 'emails', value: '' }], { emails: undefined }],
  [
    'P24 the last one removed',
    [{ op: 'remove', path: 'emails', value: [{ value: 'ann@home.test' }, { value: 'ann@acme.test' }] }],
    { emails: undefined },
  ],
  [
    'P25 remove a value that does not exist',
    [
      { op: 'remove', path: 'ims[value eq "1"]' },
      { op: 'remove', path: 'emails[type eq "none"].value' },
      { op: 'remove', path: 'title' },
    ],
    {},
  ],
  [
    'P26 an element replaced',
    [{ op: 'replace', path: 'emails[type eq "work"]', value: { type: 'work', value: 'r@x.test' } }],
    {
      emails: [
        { type: 'work', value: 'r@x.test' },
        { type: 'home', value: 'ann@home.test' },
      ],
    },
  ],
  [
    'P26 an element added to',
    [{ op: 'add', path: 'emails[type eq "work"]', value: { display: 'D' } }],
    {
      emails: [
        { type: 'work', value: 'ann@acme.test', primary: true, display: 'D' },
        { type: 'home', value: 'ann@home.test' },
      ],
    },
  ],
  [
    'a single value that the filter chooses, changed in what the filter asks for',
    [{ op: 'replace', path: 'name[familyName eq "Ames"]', value: { familyName: 'Bee', givenName: 'Bea' } }],
    { name: { givenName: 'Bea', familyName: 'Bee' } },
  ],
  [
    'a single value that the filter chooses, in part',
    [
      { op: 'add', path: 'name[familyName eq "Ames"]', value: { middleName: 'M' } },
      { op: 'replace', path: 'name[familyName eq "Ames"].givenName', value: 'Bea' },
      { op: 'replace', path: 'name[familyName eq "Ames"]', value: { familyName: null, formatted: 'Bea' } },
    ],
    { name: { givenName: 'Bea', middleName: 'M', formatted: 'Bea' } },
  ],
  [
    'a part of a single value that the filter chooses, removed',
    [{ op: 'remove', path: 'name[familyName eq "Ames"].givenName' }],
    { name: { familyName: 'Ames' } },
  ],
  [
    'a single value that the filter chooses, removed',
    [
      { op: 'remove', path: 'name[familyName eq "Ames"]' },
      { op: 'add', path: 'manager', value: 'M1' },
      { op: 'remove', path: `${ENTERPRISE}:manager[value eq "M1"]` },
    ],
    { name: undefined },
  ],
  [
    'a single value that no filter chooses',
    [
      { op: 'remove', path: 'name[familyName eq "Bee"]' },
      { op: 'remove', path: 'name[familyName eq "Bee"].givenName' },
    ],
    {},
  ],
  [
    'a single value made as the filter says',
    [{ op: 'replace', path: 'manager[value eq "M1"].$ref', value: '/Users/M1' }],
    { [ENTERPRISE]: { manager: { value: 'M1', $ref: '/Users/M1' } }, schemas: [CORE, ENTERPRISE] },
  ],
  [
    'a value that is there, which becomes the primary one, and then another',
    ['home', 'work', 'home'].map((type) => ({
      op: 'add',
      path: 'emails',
      value: [{ value: type === 'home' ? 'ann@home.test' : 'ann@acme.test', type, primary: true }],
    })),
    {
      emails: [
        { type: 'work', value: 'ann@acme.test', primary: false },
        { type: 'home', value: 'ann@home.test', primary: true },
      ],
    },
  ],
  [
    'a value that is there and stays the primary one',
    [{ op: 'add', path: 'emails', value: [{ value: 'ann@acme.test', type: 'work' }] }],
    {},
  ],
  ['P27 spaces around a path', [{ op: 'replace', path: ' userName ', value: 'bea' }], { userName: 'bea' }],
  [
    'P29 a value path as a key',
    [{ op: 'replace', value: { 'emails[type eq "work"].value': 'k@x.test', 'name.familyName': 'Bee' } }],
    {
      name: { givenName: 'Ann', familyName: 'Bee' },
      emails: [
        { type: 'work', value: 'k@x.test', primary: true },
        { type: 'home', value: 'ann@home.test' },
      ],
    },
  ],
  [
    'P30 schemas follow extensions',
    [
      { op: 'add', path: `${ENTERPRISE}:department`, value: 'D' },
      { op: 'remove', path: `${ENTERPRISE}:department` },
    ],
    {},
  ],
  [
    'a remove by filter',
    [{ op: 'remove', path: 'emails[type eq "home"]' }],
    { emails: [{ type: 'work', value: 'ann@acme.test', primary: true }] },
  ],
  [
    'a sub-attribute removed by filter',
    [{ op: 'remove', path: 'emails[type eq "work"].primary' }],
    {
      emails: [
        { type: 'work', value: 'ann@acme.test' },
        { type: 'home', value: 'ann@home.test' },
      ],
    },
  ],
  ['a part of a name removed', [{ op: 'remove', path: 'name.familyName' }], { name: { givenName: 'Ann' } }],
  [
    'the last part of a name removed',
    [
      { op: 'remove', path: 'name.familyName' },
      { op: 'remove', path: 'name.givenName' },
    ],
    { name: undefined },
  ],
  [
    'a part of a name emptied',
    [{ op: 'replace', path: 'name', value: { givenName: '' } }],
    { name: { familyName: 'Ames' } },
  ],
  [
    'a part of a name emptied without a path',
    [{ op: 'replace', value: { name: { familyName: null, middleName: null } } }],
    { name: { givenName: 'Ann' } },
  ],
  [
    'every part of a name emptied',
    [{ op: 'replace', path: 'name', value: { givenName: '', familyName: '' } }],
    { name: undefined },
  ],
  ['no part that a name has', [{ op: 'replace', path: 'name', value: { nonsense: 'x' } }], {}],
  [
    'read-only sub-attributes of a manager',
    [
      { op: 'add', path: 'manager', value: 'M1' },
      { op: 'replace', path: 'manager', value: { displayName: 'Max' } },
    ],
    { [ENTERPRISE]: { manager: { value: 'M1' } }, schemas: [CORE, ENTERPRISE] },
  ],
  [
    'a manager whose value is emptied, and the rest with it',
    [
      { op: 'add', path: 'manager', value: { value: 'M1', $ref: '../Users/M1' } },
      { op: 'replace', path: 'manager', value: { managerId: '' } },
    ],
    {},
  ],
  [
    'a manager as a number',
    [{ op: 'add', path: 'manager', value: 7 }],
    { [ENTERPRISE]: { manager: { value: '7' } }, schemas: [CORE, ENTERPRISE] },
  ],
  [
    'an extension with nothing to add',
    [
      { op: 'add', path: `${ENTERPRISE}:department`, value: 'D' },
      { op: 'add', path: ENTERPRISE, value: {} },
      { op: 'add', value: { [ENTERPRISE]: null, [CORE]: {} } },
    ],
    { [ENTERPRISE]: { department: 'D' }, schemas: [CORE, ENTERPRISE] },
  ],
  [
    'an attribute of every resource by the core URN',
    [{ op: 'add', path: `${CORE}:externalId`, value: 'x1' }],
    { externalId: 'x1' },
  ],
  [
    'a manager as text, then none',
    [
      { op: 'Add', path: `${ENTERPRISE}:manager`, value: 'M1' },
      { op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: '' } },
    ],
    {},
  ],
  [
    'a bare manager',
    [{ op: 'Add', path: 'manager', value: 'M1' }],
    { [ENTERPRISE]: { manager: { value: 'M1' } }, schemas: [CORE, ENTERPRISE] },
  ],
  [
    'a role by a primary as text',
    [{ op: 'add', path: 'roles[primary eq "True"].display', value: 'D' }],
    { roles: [{ primary: true, display: 'D' }] },
  ],
  [
    'a value path that says one thing twice',
    [{ op: 'add', path: 'roles[type eq "x" and type eq "X"].value', value: 'r' }],
    { roles: [{ type: 'X', value: 'r' }] },
  ],
  [
    'a replace of an extension attribute',
    [{ op: 'Replace', path: `${ENTERPRISE}:department`, value: 'D' }],
    { [ENTERPRISE]: { department: 'D' }, schemas: [CORE, ENTERPRISE] },
  ],
  ['active emptied', [{ op: 'replace', path: 'active', value: null }], {}],
  ['active emptied without a path', [{ op: 'replace', value: { active: '' } }], {}],
  ['active removed', [{ op: 'remove', path: 'active' }], {}],
  ['no operations', [], {}],
  [
    'unknown keys without a path',
    [{ op: 'replace', value: { id: 'x', meta: {}, schemas: [], groups: [], nonsense: 1, title: 'T' } }],
    { title: 'T' },
  ],
  ['a password', [{ op: 'replace', value: { password: 'secret' } }], {}],
];
