import { expect } from 'chai';
import fc from 'fast-check';
import { ScimError } from '../../lib/scim/errors.ts';
import { foldedPath, foldResource } from '../../lib/scim/filter/fold.ts';
import { indexable } from '../../lib/scim/filter/indexable.ts';
import { matches } from '../../lib/scim/filter/match.ts';
import { parseFilter } from '../../lib/scim/filter/parse.ts';
import { compareSortValues, sortKey, sortValue } from '../../lib/scim/filter/sort.ts';
import { createRegistry } from '../../lib/scim/schema/registry.ts';
import type { Resource, ResourceType } from '../../lib/scim/schema/types.ts';
import { CORE, ENTERPRISE } from './user_type.ts';

const registry = createRegistry({
  schemas: [
    {
      id: 'urn:example:Pet',
      name: 'Pet',
      description: '',
      attributes: [
        { name: 'age', type: 'integer' },
        { name: 'weight', type: 'decimal' },
        { name: 'toys', type: 'string', multiValued: true },
        { name: 'photo', type: 'binary', caseExact: true },
      ].map((traits) => ({
        multiValued: false,
        description: '',
        required: false,
        caseExact: false,
        mutability: 'readWrite' as const,
        returned: 'default' as const,
        uniqueness: 'none' as const,
        ...traits,
        type: traits.type as 'string',
      })),
    },
  ],
  resourceTypes: [
    {
      name: 'Pet',
      endpoint: '/Pets',
      description: '',
      schema: 'urn:example:Pet',
      schemaExtensions: [],
    },
  ],
});

function typeNamed(name: string): ResourceType {
  const type = registry.byName(name);
  if (!type) throw new Error(`no ${name}`);
  return type;
}

const user = {
  schemas: [CORE, ENTERPRISE],
  id: 'U1',
  externalId: 'AbC1',
  userName: 'BJensen@acme.test',
  name: { familyName: 'Jensen', givenName: 'Bárbara' },
  title: 'a\\b "quoted"\ncafé',
  nickName: '',
  displayName: 'und',
  active: true,
  emails: [
    { type: 'work', value: 'bj@acme.test', primary: true },
    { type: 'home', value: 'babs@home.test' },
  ],
  photos: [{ value: 'https://a.test/x:y' }],
  [ENTERPRISE]: { department: 'Sales', manager: { value: 'M1', $ref: '../Users/M1' } },
  meta: { created: '2026-01-02T03:04:05.678Z', lastModified: '2026-03-04T05:06:07Z' },
};
const pet = { age: 10, weight: 2.5, toys: ['Ball', 'Bone'], photo: 'AAEC' };

/** Filter, whether it matches; a number is a row of the defect list that the case is for. */
const onUser: [text: string, matches: boolean, defect?: string][] = [
  ['userName eq "bjensen@ACME.test"', true, 'F9'],
  ['USERNAME EQ "bjensen@acme.test"', true],
  ['externalId eq "AbC1"', true],
  ['externalId eq "abc1"', false, 'F9'],
  [`${CORE}:externalId eq "AbC1" and ${CORE}:id eq "U1"`, true],
  ['userName ne "x"', true],
  ['userName co "JENSEN"', true],
  ['userName sw "bj"', true],
  ['userName ew "ACME.test"', true],
  ['userName sw "jensen"', false],
  ['userName gt "a" and userName lt "c"', true],
  ['name.familyName eq "jensen"', true],
  ['name.givenName eq "BÁRBARA"', true],
  ['active eq true', true],
  ['active eq True', true, 'F23'],
  ['active eq "False"', false],
  ['active ne false', true],
  ['title eq "a\\\\b \\"quoted\\"\\ncaf\\u00e9"', true, 'F15'],
  ['title sw "a\\\\"', true, 'F16'],
  ['title pr', true],
  ['nickName pr', false, 'F7'],
  ['nickName eq ""', true],
  ['profileUrl eq null', true, 'F8'],
  ['profileUrl ne "x"', true, 'F8'],
  ['not (profileUrl eq "x")', true],
  ['title eq null', false],
  ['title ne null', true],
  ['displayName sw "und"', true, 'F20'],
  ['profileUrl sw "und"', false, 'F20'],
  ['emails[type eq "home" and primary eq true]', false, 'F5'],
  ['emails[type eq "work" and value eq "babs@home.test"]', false, 'F5'],
  ['emails[type eq "WORK" and primary eq true]', true],
  ['emails[not (type eq "work")]', true],
  ['emails[type eq "home" and not (primary eq true)]', true],
  ['emails[type eq "work"].value eq "bj@acme.test"', true, 'F6'],
  ['emails[type eq "home"].value eq "bj@acme.test"', false, 'F6'],
  ['emails[type eq "work"].value co "acme" and active eq true', true],
  ['emails[type eq "work" or type eq "home"].value sw "babs"', true],
  ['emails[primary eq "True"].value pr', true],
  ['emails co "home.test"', true, 'F10'],
  ['emails.type eq "home"', true],
  [`schemas eq "${ENTERPRISE}"`, true, 'F10'],
  [`${CORE}:userName eq "bjensen@acme.test"`, true, 'F11'],
  [`${ENTERPRISE.toUpperCase()}:department eq "sales"`, true, 'F11'],
  [`${ENTERPRISE}:manager.value eq "M1"`, true],
  ['manager eq "M1"', true],
  ['id eq "U1" and manager eq "M1"', true],
  ['manager.$ref eq "../Users/M1"', true, 'F17'],
  ['department pr', true],
  ['photos[value eq "https://a.test/x:y"]', true, 'F17'],
  ['meta.created eq "2026-01-02T03:04:05.678Z"', true, 'F12'],
  ['meta.created eq "2026-01-02T05:04:05.6780000+02:00"', true, 'F12'],
  ['meta.created gt "2015-10-10T14:38:21.8617979-07:00"', true],
  ['meta.created ge "2026-01-02T03:04:05.679Z"', false, 'F12'],
  ['meta.lastModified lt "2026-03-04T05:06:07.001Z"', true],
  ['userName eq "x" or userName co "jensen" and active eq true', true],
  ['(userName eq "x" or userName co "jensen") and active eq false', false],
  ['not (userName eq "x") and not (userName eq "y")', true],
  ['  userName   pr  ', true],
  ['name[familyName eq "Jensen"]', true],
  ['emails pr', true],
  ['groups pr', false],
  ['meta.lastModified gt 2011-05-13T04:42:34Z', true],
  ['meta.lastModified lt 2011-05-13T04:42:34Z', false],
  ['meta.created eq 2026-01-02T05:04:05.678+02:00', true],
  ['(meta.created ge 2026-01-02T03:04:05.678Z)', true],
  ['userName eq bjensen@ACME.test', true],
  ['userName eq bob', false],
  ['id eq U1 and active eq true', true],
  ['emails[type eq work].value eq bj@acme.test', true],
  ['emails[type eq work and value eq babs@home.test]', false],
  ['name.givenName sw bárb', true],
  [`${ENTERPRISE}:department eq sales`, true],
  ['photos.value eq https://a.test/x:y', true],
  ['displayName eq und', true],
  ['displayName eq true-ish', false],
  ['not (title eq title)', true],
];

/** Values without quotes, and whether they are named as a leniency. */
const bare: [text: string, leniencies: string[]][] = [
  ['userName eq bob', ['filter.value-bare']],
  ['userName eq bob and title eq "x"', ['filter.value-bare']],
  ['meta.created gt 2026-01-02T03:04:05Z', ['filter.value-bare']],
  ['emails[type eq work]', ['filter.value-bare']],
  ['userName eq "bob"', []],
  ['active eq true', []],
  ['active eq TRUE', ['filter.boolean-case']],
  ['title eq null', []],
];

const onPet: [text: string, matches: boolean, defect?: string][] = [
  ['age gt 9', true, 'F13'],
  ['age gt -5 and weight pr', true, 'F18'],
  ['(age gt -5)', true, 'F18'],
  ['weight eq 2.5', true],
  ['weight lt 1e+5 and age pr', true, 'F18'],
  ['weight ge 2.6', false],
  ['toys eq "bone"', true],
  ['toys[value sw "ba"]', true],
  ['toys co "[object"', false, 'F13'],
  ['photo eq "AAEC"', true],
  ['photo eq "aaec"', false],
];

const malformed: [text: string, defect?: string][] = [
  ['', 'empty'],
  [`a eq "${'\n'.repeat(32)}`, 'F1'],
  ['('.repeat(20_000), 'F2'],
  ['not '.repeat(400), 'F2'],
  ['userName pr not title pr', 'F3'],
  ['userName pr constructor title pr', 'F4'],
  ['userName pr __proto__ title pr', 'F4'],
  ['active gt true', 'F14'],
  ['active co "t"'],
  ['eq eq "x"', 'F19'],
  ['name..familyName pr', 'F19'],
  ['a/b%c pr', 'F19'],
  ['2.0:x pr', 'F19'],
  ['emails[type[value pr]]', 'F19'],
  ['not userName pr', 'F19'],
  ['userName'],
  ['userName eq'],
  ['userName eq "x" and'],
  ['userName eq "x" title eq "y"'],
  ['userName eq "x"" or "y"'],
  ["userName eq 'x'"],
  ['userName == "x"'],
  ['userName eq 5'],
  ['userName eq true'],
  ['meta.created gt "yesterday"'],
  ['meta.created co "2026"'],
  ['unknownAttribute eq "x"'],
  ['name eq "x"'],
  ['userName[value eq "x"]'],
  ['emails[type eq "work"'],
  ['emails[type eq "work"]]'],
  ['emails[]'],
  ['emails[type eq "work"].'],
  ['emails[type eq "work"].nothing eq "x"'],
  ['emails[type eq "work"].value'],
  ['userName eq "\\x"'],
  ['userName eq "\\ud800"'],
  ['userName eq "x" and (active eq true'],
  ['userName gt null'],
  ['constructor pr'],
  ['__proto__ pr'],
];

describe('filters', () => {
  const type = typeNamed('User');

  for (const [text, expected, defect = ''] of onUser)
    it(`${defect} ${text} is ${expected}`.trim(), () => {
      expect(matches(parseFilter(text, type), user)).to.equal(expected);
    });

  for (const [text, expected, defect = ''] of onPet)
    it(`${defect} ${text} is ${expected}`.trim(), () => {
      expect(matches(parseFilter(text, typeNamed('Pet')), pet)).to.equal(expected);
    });

  for (const [text, defect = ''] of malformed)
    it(`${defect} refuses ${text.slice(0, 60).replaceAll('\n', '\\n')}`.trim(), () => {
      expect(() => parseFilter(text, type))
        .to.throw(ScimError)
        .and.satisfies(
          (error: ScimError) => error.scimType === 'invalidFilter' && error.message.length < 300,
        );
    });

  const explained: readonly (readonly [text: string, detail: RegExp])[] = [
    ['', /ends too early: expected an attribute/],
    ['userName', /ends too early: expected an operator/],
    ['userName eq', /ends too early: expected a text in double quotes/],
    ['userName eq and', /character 13: expected a text in double quotes/],
    ['userName eq pr', /character 13: expected a text in double quotes/],
    ['userName eq eq', /character 13: expected a text in double quotes/],
    [
      'userName eq bob smith',
      /character 17: expected "and", "or".* A value with spaces needs double quotes\./,
    ],
    ['userName eq (bob)', /character 13: expected a text in double quotes/],
    ['userName eq bob(x)', /double quotes around the value at character 13/],
    ['userName eq bob[0]', /double quotes around the value at character 13/],
    ['userName eq bob"', /double quotes around the value at character 13/],
    ["userName eq O'Brien", /double quotes around the value at character 13/],
    ['userName eq CORP\\bob', /double quotes around the value at character 13/],
    ['userName eq a\u0000', /double quotes around the value at character 13/],
    ['userName eq \ud800', /double quotes around the value at character 13/],
    ['userName eq 5', /userName is of type string.* Put a text in double quotes/],
    ['userName eq true', /userName is of type string.* Put a text in double quotes/],
    ['active eq yes', /active is of type boolean/],
    ['meta.created gt yesterday', /meta.created is of type dateTime/],
    ['bob eq bob', /names an unknown attribute: bob\./],
    ['userName eq "CORP\\user"', /has \\u at 18, which is not an escape of JSON. Double each backslash/],
    ['userName eq "CORP\\uabc"', /has \\u at 18/],
    ['userName eq "CORP\\\\user\\u00e9\\xena"', /has \\x at 30/],
    ['userName eq "CORP\\Bob"', /has \\B at 18/],
    ['userName eq "CORP\\😀"', /has \\😀 at 18/],
    ['userName eq "CORP\\\u0007"', /has a backslash before a character at 18/],
    ['userName eq "a\nb"', /has a control character at 15/],
    ['userName "x"', /character 10: expected an operator/],
    ['userName eq "x" title eq "y"', /character 17: expected "and", "or"/],
    ['userName eq "x" and', /ends too early: expected an attribute/],
    ['userName pr not title pr', /"not" at character 13 needs an expression in parentheses/],
    ['userName pr constructor title pr', /character 13: expected "and", "or"/],
    ['eq eq "x"', /character 1: expected an attribute/],
    ['(userName pr', /character 1: this bracket is never closed/],
    ['title pr and (userName pr]', /character 26: this bracket closes nothing/],
    ['userName pr)', /character 12: this bracket closes nothing/],
    ['emails[type eq "work"', /character 7: this bracket is never closed/],
    ['emails[type eq "work"]]', /character 23: this bracket closes nothing/],
    ['emails[]', /character 8: expected an attribute/],
    ['emails[type eq "work"].value', /ends too early: expected an operator/],
    ['emails[type eq "work"].value and title pr', /character 30: expected an operator/],
    ['not (title pr) or', /ends too early: expected an attribute/],
    ['userName == "x"', /invalid character at 10/],
    ["userName eq 'x'", /double quotes around the value at character 13/],
    [Array(201).fill('(').join(' '), /nests deeper than/],
    [Array(90).fill('title pr').join(' or '), /more than 200 names, operators, values and brackets/],
  ];
  for (const [text, detail] of explained)
    it(`explains the mistake in ${text.slice(0, 50) || 'an empty filter'}`, () => {
      expect(() => parseFilter(text, type)).to.throw(ScimError, detail);
    });

  for (const [text, leniencies] of bare)
    it(`notices ${leniencies.join() || 'nothing'} in ${text}`, () => {
      const noticed: string[] = [];
      parseFilter(text, type, (leniency) => noticed.push(leniency));
      expect(noticed).to.deep.equal(leniencies);
    });

  it('refuses a word instead of a number', () => {
    expect(() => parseFilter('age gt nine', typeNamed('Pet'))).to.throw(ScimError, /of type integer/);
  });

  it('reads a filter of 60 terms', () => {
    expect(parseFilter(Array(60).fill('title pr').join(' or '), type).op).to.equal('or');
  });

  it('F13 refuses a text instead of a number', () => {
    expect(() => parseFilter('age gt "9"', typeNamed('Pet'))).to.throw(ScimError);
  });

  it('F22 never repeats the filter in an error', () => {
    expect(() => parseFilter(`userName eq "secret`, type))
      .to.throw(ScimError)
      .and.satisfies((error: ScimError) => !error.message.includes('secret'));
  });

  it('parses random tokens into a filter or a client error', () => {
    const token = fc.constantFrom(
      'userName',
      'emails',
      'eq',
      'and',
      'or',
      'not',
      'pr',
      '(',
      ')',
      '[',
      ']',
      '].value',
      '"x"',
      '"',
      '\\',
      'true',
      '5',
      '-1e9',
      '__proto__',
      'constructor',
      'toString',
      'p0',
      ' ',
      '\n',
      '.',
      ':',
      'é',
      '\u0000',
      `${CORE}:`,
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), fc.constantFrom('', ' '), (tokens, between) => {
        try {
          matches(parseFilter(tokens.join(between), type), user);
        } catch (error) {
          expect(error).to.be.instanceOf(ScimError);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('folds resources for a store, and paths into them', () => {
    const folded = foldResource(type, user);
    expect(folded).to.deep.include({ userName: 'bjensen@acme.test', externalId: 'AbC1', active: true });
    expect(folded).not.to.have.property('nickName');
    expect(folded).to.have.nested.property('meta.created', Date.parse('2026-01-02T03:04:05.678Z'));
    const filter = parseFilter(`${ENTERPRISE}:manager.$ref pr`, type);
    expect(filter.op === 'pr' && foldedPath(filter.target)).to.equal(
      'urn:ietf:params:scim:schemas:extension:enterprise:2%2E0:User.manager.%24ref',
    );
  });

  const indexed: [text: string, expected: unknown][] = [
    ['userName eq "A"', { text: 'userName', op: 'eq', value: 'a' }],
    ['active eq true and userName eq "A"', { text: 'userName', op: 'eq', value: 'a' }],
    ['emails eq "A@b"', { text: 'emails.value', op: 'eq', value: 'a@b' }],
    ['emails[type eq "work" and value eq "A@b"]', { text: 'emails.value', op: 'eq', value: 'a@b' }],
    ['emails[type eq "work"].value eq "A@b"', { text: 'emails.value', op: 'eq', value: 'a@b' }],
    ['userName sw "A"', { text: 'userName', op: 'sw', value: 'a' }],
    ['userName eq "a" or title eq "b"', undefined],
    ['not (userName eq "a")', undefined],
    ['userName ne "a"', undefined],
    ['userName eq null', undefined],
  ];
  for (const [text, expected] of indexed)
    it(`${text} ${expected ? 'uses an index' : 'uses no index'}`, () => {
      expect(indexable(parseFilter(text, type), { userName: 1, 'emails.value': 1 })).to.deep.equal(expected);
    });

  it('sorts by code points, unassigned values last, by the primary of several values', () => {
    const names: Resource[] = ['\u{1f600}', '\uffee', 'b', undefined, 'A'].map((title) =>
      title === undefined ? {} : { title },
    );
    const by = (name: string, sign: number) => (a: Resource, b: Resource) => {
      const key = sortKey(name, type);
      return sign * compareSortValues(sortValue(a, key), sortValue(b, key));
    };
    const sorted = [...names].sort(by('title', 1));
    expect(sorted.map(({ title }) => title)).to.deep.equal(['A', 'b', '\uffee', '\u{1f600}', undefined]);
    const descending = [...names].sort(by('title', -1));
    expect(descending.map(({ title }) => title)).to.deep.equal([undefined, '\u{1f600}', '\uffee', 'b', 'A']);
    const mails = [{ emails: [{ value: 'z' }, { value: 'a', primary: true }] }, { emails: [{ value: 'b' }] }];
    expect([...mails].sort(by('emails', 1))[0]).to.equal(mails[0]);
    expect(() => sortKey('name', type)).to.throw(ScimError);
    expect(() => sortKey('nothing', type)).to.throw(ScimError);
  });
});
