import { expect } from 'chai';
import { parseFilter } from '../../../lib/scim/filter/parse.ts';
import { compileQuery } from '../../../lib/store/mongo/filter.ts';
import { Layout } from '../../../lib/store/mongo/layout.ts';
import type { Collection, Doc, Searchable } from '../../../lib/store/port.ts';
import { registry, userOf, users, userType } from '../collections.ts';

const collection = users as unknown as Collection<Doc>;
const searchable = users.search as unknown as Searchable<Doc>;
const layout = new Layout(collection, registry);
/** Without the marks of operators that are ours. */
const compile = (filter: string): unknown =>
  JSON.parse(JSON.stringify(compileQuery(layout, searchable, parseFilter(filter, userType))));

const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const element = { '%': { $exists: false } };

const queries: readonly [filter: string, query: unknown][] = [
  ['userName eq "Ada"', { userNameKey: 'ada', 'has.userName': true }],
  ['id eq "X"', { _id: 'X' }],
  ['emails eq "Ada@x.test"', { emailKeys: 'ada@x.test', 'has.email': true }],
  ['title eq "Guide"', { 'match.title': 'guide' }],
  ['title ne "guide"', { $nor: [{ 'match.title': 'guide' }] }],
  ['title pr', { 'match.title': { $exists: true } }],
  ['title eq null', { 'match.title': { $exists: false } }],
  ['userName eq null', { 'match.userName': { $exists: false } }],
  ['title ge "m"', { 'match.title': { $gte: 'm' } }],
  ['meta.created gt "2026-01-01T00:00:00Z"', { 'match.meta.created': { $gt: 1_767_225_600_000 } }],
  [
    'meta.lastModified lt "2026-01-01T00:00:00Z"',
    { modifiedAt: { $lt: 1_767_225_600_000 }, 'has.modified': true },
  ],
  ['userName sw "a.d"', { userNameKey: { $regex: '^a\\.d' }, 'has.userName': true }],
  ['title co ".*"', { 'match.title': { $regex: '\\.\\*' } }],
  ['title ew "$"', { 'match.title': { $regex: '\\$(?![\\s\\S])' } }],
  ['title co "\\u0000)"', { 'match.title': { $regex: '\\x00\\)' } }],
  [`${urn}:department eq "x"`, { [`match.${urn.replace('.', '%2E')}.department`]: 'x' }],
  ['title eq "a" and active eq true', { 'match.title': 'a', 'match.active': true }],
  [
    'title sw "a" and title ew "z"',
    { $and: [{ 'match.title': { $regex: '^a' } }, { 'match.title': { $regex: 'z(?![\\s\\S])' } }] },
  ],
  ['title eq "a" or title eq "b"', { $or: [{ 'match.title': 'a' }, { 'match.title': 'b' }] }],
  ['not (active eq true)', { $nor: [{ 'match.active': true }] }],
  [
    'emails[type eq "work" and not (value pr)]',
    { 'match.emails': { $elemMatch: { ...element, type: 'work', $nor: [{ value: { $exists: true } }] } } },
  ],
  [
    'emails[type eq "work" and value eq "A@x"]',
    {
      emailKeys: 'a@x',
      'has.email': true,
      'match.emails': { $elemMatch: { ...element, type: 'work', value: 'a@x' } },
    },
  ],
];

describe('a SCIM filter as a MongoDB query', () => {
  for (const [filter, query] of queries) {
    it(filter, () => {
      expect(compile(filter)).to.deep.equal(query);
    });
  }

  it('treats values that look like operators as values', () => {
    expect(compile('title eq "{\\"$ne\\":null}"')).to.deep.equal({ 'match.title': '{"$ne":null}' });
    expect(compile('title eq "$where"')).to.deep.equal({ 'match.title': '$where' });
  });

  it('refuses an invalid value', () => {
    const filter = parseFilter('title eq "a"', userType);
    const evil = { ...filter, value: { $ne: null } } as unknown as typeof filter;
    expect(() => compileQuery(layout, searchable, evil)).to.throw(TypeError);
  });
});

describe('a resource stored in MongoDB', () => {
  const user = { ...userOf('i', 'u', { title: 'Guide' }), v: 1 };

  it('is folded by the schemas of its type', () => {
    expect(layout.store(user).match).to.include({ title: 'guide' });
  });

  it('has nothing to compare when its type is no longer declared', () => {
    expect(new Layout(collection, { byName: () => undefined }).store(user).match).to.deep.equal({});
  });
});
