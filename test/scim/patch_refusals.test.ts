import { expect } from 'chai';
import { ScimError } from '../../lib/scim/errors.ts';
import { patched } from './patched.ts';

const refused: [title: string, operations: unknown, scimType: string][] = [
  ['P1 a prototype in a path', [{ op: 'add', path: '__proto__.x', value: 1 }], 'invalidPath'],
  ['P1 a constructor in a path', [{ op: 'add', path: 'constructor.prototype.x', value: 1 }], 'invalidPath'],
  ['P1 a prototype below a name', [{ op: 'replace', path: 'name.__proto__.x', value: 1 }], 'invalidPath'],
  ['P1 a prototype with a colon', [{ op: 'add', path: '__proto__:x', value: 1 }], 'invalidPath'],
  ['P1 a removal from the prototype', [{ op: 'remove', path: '__proto__.toString' }], 'invalidPath'],
  ['P4 a remove without a path', [{ op: 'Remove' }], 'noTarget'],
  ['P4 no operation', [null], 'invalidSyntax'],
  ['P4 an unknown op', [{ op: 'move', path: 'title' }], 'invalidSyntax'],
  ['P4 no list', { op: 'add' }, 'invalidSyntax'],
  ['P10 a text for a list', [{ op: 'replace', path: 'addresses', value: 'oops' }], 'invalidValue'],
  ['P12 a text without a path', [{ op: 'replace', value: 'oops' }], 'invalidValue'],
  ['P12 a list without a path', [{ op: 'replace', value: [1] }], 'invalidValue'],
  ['P13 an id', [{ op: 'replace', path: 'id', value: 'x' }], 'mutability'],
  ['P13 meta', [{ op: 'replace', path: 'meta.resourceType', value: 'x' }], 'mutability'],
  ['P13 an attribute of nobody', [{ op: 'add', path: 'isAdmin', value: true }], 'invalidPath'],
  ['P13 the userName removed', [{ op: 'remove', path: 'userName' }], 'mutability'],
  ['P13 the userName emptied', [{ op: 'replace', path: 'userName', value: '' }], 'mutability'],
  ['P19 a sub of a sub', [{ op: 'add', path: 'emails[type eq "w"].value.x', value: 1 }], 'invalidPath'],
  [
    'P19 a dotted name in a filter',
    [{ op: 'add', path: 'emails[a.b eq "w"].value', value: 'x' }],
    'invalidFilter',
  ],
  [
    'P21 a filter on what has no elements',
    [{ op: 'add', path: 'a.items[type eq "y"].v', value: 1 }],
    'invalidPath',
  ],
  ['P27 an index', [{ op: 'replace', path: 'emails.0.value', value: 'x' }], 'invalidPath'],
  ['P27 a length', [{ op: 'replace', path: 'emails.length', value: 0 }], 'invalidPath'],
  ['P27 two dots', [{ op: 'replace', path: 'name..givenName', value: 'x' }], 'invalidPath'],
  ['P28 a sub of a text', [{ op: 'replace', path: 'userName.x', value: 'x' }], 'invalidPath'],
  ['P31 a very long path', [{ op: 'replace', path: `a${'.b'.repeat(5_000)}`, value: 'x' }], 'invalidPath'],
  [
    'P31 many brackets',
    [{ op: 'replace', path: 'emails'.concat('['.repeat(1_000)), value: 'x' }],
    'invalidPath',
  ],
  [
    'P32 a constructor in a filter',
    [{ op: 'remove', path: 'emails[type pr constructor value pr]' }],
    'invalidFilter',
  ],
  [
    'half a character in a filter',
    [{ op: 'add', path: 'emails[type eq "\\ud800"].value', value: 'x' }],
    'invalidFilter',
  ],
  [
    'a filter that the one value there does not match',
    [{ op: 'replace', path: 'name[familyName eq "Bee"]', value: { givenName: 'Bea' } }],
    'noTarget',
  ],
  [
    'a filter that the one value there does not match, in part',
    [{ op: 'add', path: 'name[familyName eq "Bee"].givenName', value: 'Bea' }],
    'noTarget',
  ],
  [
    'a filter that asks for what cannot be set',
    [{ op: 'add', path: 'manager[displayName eq "Max"].value', value: 'M1' }],
    'noTarget',
  ],
  [
    'a filter that cannot be made',
    [{ op: 'replace', path: 'emails[type ne "work" and type ne "home"].value', value: 'x' }],
    'noTarget',
  ],
  [
    'a filter that nothing can match',
    [{ op: 'replace', path: 'emails[type eq "x" and type eq "y"].value', value: 'x' }],
    'noTarget',
  ],
  [
    'a filter that nothing can match, one way round or the other',
    [{ op: 'add', path: 'roles[primary eq true and (type eq "x" and primary eq false)].value', value: 'x' }],
    'noTarget',
  ],
  ['an object for a text', [{ op: 'replace', path: 'title', value: { a: 1 } }], 'invalidValue'],
  [
    'too many values',
    [{ op: 'add', path: 'roles', value: Array.from({ length: 1_001 }, (_, at) => ({ value: `r${at}` })) }],
    'invalidValue',
  ],
  [
    'too many operations',
    Array.from({ length: 1_001 }, () => ({ op: 'remove', path: 'title' })),
    'invalidSyntax',
  ],
];

describe('PATCH', () => {
  for (const [title, operations, scimType] of refused)
    it(`refuses ${title}`, () => {
      expect(() => patched(operations))
        .to.throw(ScimError)
        .and.satisfies((error: ScimError) => error.scimType === scimType);
    });

  it('P14 keeps the resource unchanged when a later operation fails', () => {
    expect(() =>
      patched([
        { op: 'replace', path: 'userName', value: 'bea' },
        { op: 'replace', path: 'emails[type eq "x" and type eq "y"].value', value: 'x' },
      ]),
    ).to.throw(ScimError);
  });
});
