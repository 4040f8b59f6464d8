import { expect } from 'chai';
import { differences } from './match.ts';

const agree: [name: string, expected: unknown, actual: unknown][] = [
  ['equal text', 'a', 'a'],
  ['a subset of an object', { a: 1 }, { a: 1, b: 2 }],
  ['a nested subset', { a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 1, d: 2 }], e: 3 } }],
  ['an empty object against any object', {}, { a: 1 }],
  ['an empty array', [], []],
  ['null', { a: null }, { a: null }],
  ['absent', { a: { $absent: true } }, { b: 1 }],
  ['present', { a: { $any: true } }, { a: null }],
  ['text by pattern', { $matches: '^W/"\\d+"$' }, 'W/"12"'],
  ['integer', { $type: 'integer' }, 0],
  ['a whole number is a number', { $type: 'number' }, 3],
  ['array', { $type: 'array' }, []],
  ['length of an array', { $length: 2 }, [1, 2]],
  ['not equal', { $not: 'a' }, 'b'],
  ['absent is not equal', { a: { $not: 'a' } }, {}],
  ['one of several', { a: { $anyOf: [{ $absent: true }, []] } }, {}],
  ['elements in any order', { $includes: [{ a: 2 }, { a: 1 }] }, [{ a: 1 }, { a: 2 }, { a: 3 }]],
  ['each element', { $every: { a: { $absent: true } } }, [{ b: 1 }, {}]],
  ['the first elements', { $starts: [1, 2] }, [1, 2, 3]],
  ['all different', { $distinct: 3 }, ['a', 'b', 'c']],
  ['several matchers at once', { $type: 'array', $length: 1 }, ['a']],
  ['$ref is a name, no matcher', { $ref: 'a' }, { $ref: 'a' }],
];

const differ: [name: string, expected: unknown, actual: unknown, where: string][] = [
  ['other text', 'a', 'b', 'body: "b"'],
  ['a number as text', 1, '1', 'body: "1"'],
  ['a boolean as text', { active: true }, { active: 'True' }, 'body.active'],
  ['a missing key', { a: 1 }, {}, 'body.a: nothing'],
  ['an inherited key', { toString: { $any: true } }, {}, 'body.toString'],
  ['an array that is longer', [1], [1, 2], '2 elements, not 1'],
  ['an array that is shorter', [1, 2], [1], 'body[1]: nothing'],
  ['elements in another order', [1, 2], [2, 1], 'body[0]'],
  ['an array instead of an object', { a: 1 }, [{ a: 1 }], 'is not an object'],
  ['an object instead of an array', [1], { 0: 1 }, 'is not an array'],
  ['null instead of an object', { a: {} }, { a: null }, 'body.a: null'],
  ['null instead of absent', { a: { $absent: true } }, { a: null }, 'body.a: null'],
  ['nothing instead of present', { a: { $any: true } }, {}, 'body.a'],
  ['text against its pattern', { $matches: '^a$' }, 'ab', '$matches'],
  ['a number against a pattern', { $matches: '1' }, 1, '$matches'],
  ['a fraction', { $type: 'integer' }, 1.5, '$type'],
  ['a number in text', { $type: 'integer' }, '1', '$type'],
  ['null is not an object', { $type: 'object' }, null, '$type'],
  ['another length', { $length: 0 }, [1], '$length'],
  ['equal after all', { $not: { a: 1 } }, { a: 1, b: 2 }, '$not'],
  ['none of several', { $anyOf: [1, 2] }, 3, '$anyOf'],
  ['an element that does not exist', { $includes: [1, 4] }, [1, 2, 3], '$includes'],
  ['no array to look in', { $includes: [1] }, { 0: 1 }, '$includes'],
  ['one element of all', { $every: 1 }, [1, 2], '$every'],
  ['no element', { $every: 1 }, [], '$every'],
  ['nothing instead of elements', { $every: 1 }, undefined, '$every'],
  ['another first element', { $starts: [1] }, [2, 1], '$starts'],
  ['an element twice', { $distinct: 2 }, ['a', 'a'], '$distinct'],
  ['too few, though different', { $distinct: 3 }, ['a', 'b'], '$distinct'],
  ['one matcher of two', { $type: 'array', $length: 1 }, [], '$length'],
];

describe('idp/match', () => {
  for (const [name, expected, actual] of agree) {
    it(`agrees: ${name}`, () => {
      expect(differences(expected, actual)).to.deep.equal([]);
    });
  }

  for (const [name, expected, actual, where] of differ) {
    it(`differs: ${name}`, () => {
      expect(differences(expected, actual).join('\n')).to.contain(where);
    });
  }

  it('names every difference', () => {
    expect(differences({ a: 1, b: { c: [2] } }, { a: 2, b: { c: [3] } })).to.deep.equal([
      'body.a: 2 is not 1',
      'body.b.c[0]: 3 is not 2',
    ]);
  });

  it('refuses a matcher that does not exist', () => {
    expect(() => differences({ a: { $absnt: true } }, {})).to.throw('there is no matcher $absnt');
    expect(() => differences({ a: { $toString: true } }, {})).to.throw('there is no matcher');
  });
});
