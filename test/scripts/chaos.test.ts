import { expect } from 'chai';
import { Chance } from '../../scripts/chaos/chance.ts';
import type { Act, Person } from '../../scripts/chaos/ledger.ts';
import type { Taken } from '../../scripts/chaos/product.ts';
import { type Evidence, promised, verdicts } from '../../scripts/chaos/verdict.ts';

const state = { isThere: true, title: 'one', isActive: true, isInTeam: true };
const grace: Person = { name: 'grace@chaos.test', client: 'idp', id: 'user', possible: [state] };
const act = (request: string): Act => ({ request, person: grace, isDone: true });
const entry = (id: string, action: string, requestId: string) => ({
  ...{
    id,
    rootId: 'root',
    at: 2,
    actor: { kind: 'scim' as const },
    action,
    target: 'user',
    detail: {},
    v: 1,
  },
  requestId,
});
const told = (id: string, type: string, request: string, more: Partial<Taken> = {}): Taken => ({
  ...{ id, type, request, target: 'user', account: 'account', root: 'root', access: [], roles: [] },
  ...more,
});
const change = (id: string, from?: string, to?: string) => ({
  group: { id },
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});
const membership = (groupId: string, role: 'guest' | 'developer') => ({ groupId, role, origins: [] });
const member = { id: 'member', rootId: 'root', accountId: 'account', groupIds: [], ownerOf: [], v: 1 };
const user = {
  ...{
    id: 'user',
    integrationId: 'idp',
    rootId: 'root',
    accountId: 'account',
    userNameKey: grace.name,
    v: 1,
  },
  ...{ emailKeys: [], modifiedAt: 1, resource: { userName: grace.name, title: 'one', active: true } },
};
const teamMember = {
  ...{
    id: 'team-user',
    integrationId: 'idp',
    groupId: 'team',
    memberId: 'user',
    kind: 'User' as const,
    v: 1,
  },
};

/** Somebody joins, and then joins a team: everything fits. */
const sound: Evidence = {
  ledger: { people: [grace], acts: [act('first'), act('second')], problems: [] },
  ...{ accountsBefore: 3, since: 1, forged: [], brokenChains: [], ownEnds: [], errors: [] },
  present: {
    identities: [user],
    members: [{ ...member, memberships: [membership('root', 'guest'), membership('dev', 'developer')] }],
    directoryMembers: [teamMember],
    subgroups: ['dev'],
    accounts: 4,
    addresses: new Map([[grace.name, 'account']]),
    entries: [entry('1', 'user.created', 'first'), entry('2', 'directory_group.changed', 'second')],
  },
  taken: [
    [
      told('1', 'user.created', 'first'),
      told('2', 'access.given', 'first', { access: [change('root', undefined, 'guest')] }),
      told('3', 'directory_group.changed', 'second', { account: '' }),
      told('4', 'access.changed', 'second', { access: [change('dev', undefined, 'developer')] }),
    ],
  ],
};

const without = (at: number): Evidence => ({
  ...sound,
  taken: sound.taken.map((all) => all.toSpliced(at, 1)),
});
const present = (more: Partial<Evidence['present']>): Evidence => ({
  ...sound,
  present: { ...sound.present, ...more },
});
const [first, ...others] = sound.taken[0] ?? [];

/** What goes wrong, and which promises it breaks. */
const faults: readonly (readonly [what: string, evidence: Evidence, broken: readonly number[]])[] = [
  ['nothing', sound, []],
  [
    'an older title',
    present({ identities: [{ ...user, resource: { ...user.resource, title: 'zero' } }] }),
    [0],
  ],
  ['a user who is gone', present({ identities: [] }), [0, 2]],
  ['a change that no log has', present({ entries: sound.present.entries.slice(0, 1) }), [0, 3]],
  ['a user who is there twice', present({ identities: [user, { ...user, id: 'other' }] }), [0, 1, 2]],
  ['one account too many', present({ accounts: 5 }), [1]],
  [
    'an entry of the log twice',
    present({ entries: [...sound.present.entries, entry('3', 'user.created', 'first')] }),
    [1, 3],
  ],
  ['a user without membership', present({ members: [{ ...member, memberships: [] }] }), [2, 5]],
  ['a user without account', present({ addresses: new Map() }), [2]],
  [
    'a member of a team who is gone',
    present({ directoryMembers: [teamMember, { ...teamMember, memberId: 'x' }] }),
    [2],
  ],
  ['a lost event', without(0), [3]],
  ['a lost event of access', without(1), [5]],
  ['an event of what never was', { ...sound, taken: [[...others, told('9', 'user.deleted', 'third')]] }, [3]],
  ['a late event', { ...sound, taken: first ? [[...others, first]] : [] }, [4]],
  ['an event that is not signed', { ...sound, forged: ['{}'] }, [6]],
  ['a broken chain', { ...sound, brokenChains: ['broken'] }, [7]],
  ['a refusal of what is right', { ...sound, ledger: { ...sound.ledger, problems: ['500'] } }, [8]],
  ['an error in the log', { ...sound, errors: ['TypeError'] }, [9]],
  ['the end of a process', { ...sound, ownEnds: ['1'] }, [10]],
];

describe('the comparison after npm run chaos', () => {
  for (const [what, evidence, broken] of faults)
    it(`finds ${what}`, () => {
      const found = Object.entries(verdicts(evidence)).flatMap(([name, all]) =>
        all.length > 0 ? [name] : [],
      );
      expect(found).to.deep.equal(broken.map((at) => promised[at]));
    });

  it('draws the same by the same seed', () => {
    const drawn = (seed: string) => {
      const chance = new Chance(seed).named('idp1');
      return Array.from({ length: 20 }, () => chance.whole(1, 6)).join('');
    };
    expect(drawn('7')).to.equal(drawn('7')).and.not.equal(drawn('8'));
    expect(drawn('7')).to.match(/^[1-6]+$/);
  });
});
