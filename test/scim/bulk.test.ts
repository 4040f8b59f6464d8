import { expect } from 'chai';
import fc from 'fast-check';
import { ScimError } from '../../lib/scim/errors.ts';
import { type BulkOperation, bulkResponse, readBulk } from '../../lib/scim/messages/bulk.ts';
import { completion, deferReferences, referencesIn, resolved } from '../../lib/scim/messages/bulk_ids.ts';
import { orderOf, type Step } from '../../lib/scim/messages/bulk_order.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { ended } from './ended.ts';
import { ENTERPRISE, userType } from './user_type.ts';

function readOne(operation: unknown): BulkOperation {
  const [read] = readBulk({ Operations: [operation] }, () => undefined).operations;
  if (!read) throw new Error('nothing was read');
  return read;
}

describe('a bulk request', () => {
  it('is read in any letter case of its members', () => {
    const notices: string[] = [];
    const { failOnErrors, operations } = readBulk(
      {
        failonerrors: '2',
        operations: [
          { Method: 'post', BulkId: 'a', Path: '/Users', Data: { userName: 'a' } },
          { METHOD: 'patch', path: 'Users/1%202/?x=1', version: 'W/"1"', data: null },
        ],
      },
      (notice) => notices.push(notice),
    );
    expect(failOnErrors).to.equal(2);
    expect(operations).to.deep.equal([
      { method: 'POST', bulkId: 'a', endpoint: '/Users', data: { userName: 'a' } },
      { method: 'PATCH', endpoint: '/Users', id: '1 2', version: 'W/"1"' },
    ]);
    expect(notices).to.deep.equal(['schemas-missing', 'number-text']);
  });

  const whole: [title: string, message: unknown, status: number, type: string | undefined][] = [
    ['no list', { Operations: {} }, 400, 'invalidSyntax'],
    ['no object', [], 400, 'invalidSyntax'],
    ['no number of errors', { failOnErrors: 0, Operations: [] }, 400, 'invalidValue'],
    ['half an error', { failOnErrors: 1.5, Operations: [] }, 400, 'invalidValue'],
    ['1,001 operations', { Operations: Array.from({ length: 1_001 }, () => ({})) }, 413, undefined],
  ];
  for (const [title, message, status, scimType] of whole)
    it(`is refused whole for ${title}`, () => {
      expect(() => readBulk(message, () => undefined))
        .to.throw(ScimError)
        .that.includes({ status, scimType });
    });

  const single: [title: string, operation: unknown, status: number][] = [
    ['a GET', { method: 'GET', path: '/Users' }, 400],
    ['no method', { path: '/Users' }, 400],
    ['a POST without bulkId', { method: 'POST', path: '/Users', data: {} }, 400],
    ['no path', { method: 'DELETE' }, 400],
    ['a path that cannot be decoded', { method: 'DELETE', path: '/Users/%zz' }, 400],
    ['a path of three parts', { method: 'DELETE', path: '/Users/1/2' }, 404],
    ['an address', { method: 'DELETE', path: 'https://scim.test/Users/1' }, 404],
    ['text', 'DELETE /Users/1', 400],
    ['a list as path', { method: 'DELETE', path: ['/Users/1'] }, 400],
    ['a bulkId without end', { method: 'POST', bulkId: 'x'.repeat(1_025), path: '/Users' }, 400],
  ];
  for (const [title, operation, status] of single)
    it(`has an operation refused for ${title}`, () => {
      expect(readOne(operation).refused).to.include({ status });
    });

  it('refuses the second POST with the same bulkId', () => {
    const post = { method: 'POST', bulkId: 'a', path: '/Users', data: {} };
    const { operations } = readBulk({ Operations: [post, post] }, () => undefined);
    expect(operations.map(({ refused }) => refused?.scimType)).to.deep.equal([undefined, 'invalidValue']);
  });

  it('has an answer for each operation', () => {
    const { refused } = readOne({ method: 'GET', path: '/Users' });
    expect(
      bulkResponse([
        { operation: { method: 'POST', bulkId: 'a' }, status: 201, location: '/Users/1', version: 'W/"1"' },
        { operation: { method: 'GET' }, status: 400, error: refused },
      ]),
    ).to.deep.equal({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
      Operations: [
        { method: 'POST', bulkId: 'a', version: 'W/"1"', location: '/Users/1', status: '201' },
        { method: 'GET', status: '400', response: refused?.body() },
      ],
    });
  });
});

describe('bulkIds', () => {
  const texts: [text: unknown, references: string[], becomes: unknown][] = [
    [{ manager: { value: 'bulkId:a' } }, ['a'], { manager: { value: '1' } }],
    [{ manager: 'BULKID:a' }, ['a'], { manager: '1' }],
    [{ members: [{ $ref: '../Users/bulkId:a' }] }, ['a'], { members: [{ $ref: '../Users/1' }] }],
    [
      { Operations: [{ path: 'members[value eq "bulkId:a" or value eq "bulkId:b"]' }] },
      ['a', 'b'],
      { Operations: [{ path: 'members[value eq "1" or value eq "2"]' }] },
    ],
    [{ title: 'He said "bulkId:a"', nickName: 'bulkId', x: 'xbulkId:a' }, [], undefined],
    [{ value: 'bulkId:__proto__' }, ['__proto__'], { value: '3' }],
  ];
  const ids = new Map([
    ['a', '1'],
    ['b', '2'],
    ['__proto__', '3'],
  ]);
  for (const [data, references, becomes] of texts)
    it(`are found and replaced in ${JSON.stringify(data)}`, () => {
      const operation = { method: 'POST', endpoint: '/Users', data };
      expect([...referencesIn(operation)]).to.deep.equal(references);
      expect(resolved(operation, ids).data).to.deep.equal(becomes ?? data);
    });

  it('are found and replaced in a path', () => {
    const operation = readOne({ method: 'DELETE', path: '/Users/bulkId:a' });
    expect([...referencesIn(operation)]).to.deep.equal(['a']);
    expect(resolved(operation, ids).id).to.equal('1');
  });

  it('are refused when they name nothing', () => {
    expect(() => resolved({ method: 'POST', endpoint: '/Users', data: ['bulkId:z'] }, ids))
      .to.throw(ScimError)
      .that.includes({ status: 400, scimType: 'invalidValue' });
  });

  it('are omitted with their value, and added later', () => {
    const resource: Resource = {
      schemas: [userType.schema.id, ENTERPRISE],
      userName: 'ann',
      roles: [{ value: 'bulkId:a', display: 'A' }, { value: 'x' }],
      [ENTERPRISE]: { manager: { value: 'bulkId:b', $ref: '../Users/bulkId:b' } },
    };
    const { kept, deferred } = deferReferences(userType, resource, new Set(['a', 'b']));
    expect(kept).to.deep.equal({
      schemas: [userType.schema.id],
      userName: 'ann',
      roles: [{ value: 'x' }],
    });
    expect(completion(deferred, ids).Operations).to.deep.equal([
      { op: 'add', path: 'roles', value: [{ value: '1', display: 'A' }] },
      { op: 'add', path: `${ENTERPRISE}:manager`, value: { value: '2', $ref: '../Users/2' } },
    ]);
  });

  it('cannot be omitted from a required value', () => {
    expect(() => deferReferences(userType, { userName: 'bulkId:a' }, new Set(['a'])))
      .to.throw(ScimError)
      .that.includes({ scimType: 'invalidValue' });
  });
});

describe('the order of a bulk', () => {
  const post = (bulkId: string, ...references: string[]): BulkOperation => ({
    method: 'POST',
    bulkId,
    endpoint: '/Groups',
    data: { members: references.map((name) => ({ value: `bulkId:${name}` })) },
  });
  const patch = (id: string, ...references: string[]): BulkOperation => ({
    ...post('', ...references),
    method: 'PATCH',
    id,
  });
  const told = (operations: readonly BulkOperation[], steps: readonly Step[]) =>
    steps.map((step) => {
      const { bulkId, id } = operations[step.at] ?? {};
      const name = bulkId || id;
      return step.kind === 'complete' ? `+${name}` : [name, ...step.without].join('-');
    });

  const cases: [title: string, operations: BulkOperation[], order: string, never?: string[]][] = [
    ['is that of the request', [patch('1'), post('a'), patch('1', 'a')], '1 a 1'],
    ['has what is referred to first', [patch('1', 'a'), patch('2'), post('a', 'b'), post('b')], 'b a 1 2'],
    ['leaves out one of a circle', [post('a', 'b'), post('b', 'a')], 'a-b b +a'],
    ['leaves out one that can be', [post('a', 'b'), post('b', 'a')], 'b-a a +b', ['a']],
    ['leaves out a reference to itself', [post('a', 'a')], 'a-a +a'],
    ['opens a long circle once', [post('a', 'b'), post('b', 'c'), post('c', 'a')], 'a-b c b +a'],
    [
      'makes the neighbours of a circle in time',
      [patch('1', 'a'), post('a', 'b', 'z'), post('b', 'a', 'y'), post('z'), post('y')],
      'z a-b 1 y b +a',
    ],
    ['opens two circles', [post('a', 'b'), post('b', 'a', 'c'), post('c', 'b')], 'a-b c-b b +a +c'],
    ['passes over what names nothing', [post('a', 'nobody')], 'a'],
  ];
  for (const [title, operations, order, never = []] of cases)
    it(title, () => {
      const steps = ended(orderOf(operations, (at) => !never.includes(operations[at]?.bulkId ?? '')));
      expect(told(operations, steps).join(' ')).to.equal(order);
    });

  it('has every operation once, after those it refers to, except for omitted references', () => {
    const references = fc.array(fc.array(fc.nat(11), { maxLength: 4 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(references, (graph) => {
        const operations = graph.map((targets, at) =>
          post(`o${at}`, ...targets.map((target) => `o${target}`)),
        );
        const steps = ended(orderOf(operations, () => true));
        const runs = steps.filter(({ kind }) => kind === 'run').map(({ at }) => at);
        expect([...runs].sort((a, b) => a - b)).to.deep.equal([...operations.keys()]);
        const done = new Set<string>();
        for (const step of steps) {
          const wanted = new Set(
            (graph[step.at] ?? []).filter((at) => at < graph.length).map((at) => `o${at}`),
          );
          const missing = [...wanted].filter((name) => !done.has(name));
          if (step.kind === 'complete') expect(missing).to.deep.equal([]);
          else expect(new Set(missing)).to.deep.equal(step.without);
          done.add(`o${step.at}`);
        }
        const opened = steps.filter((step) => step.kind === 'run' && step.without.size > 0);
        expect(steps.length).to.equal(operations.length + opened.length);
      }),
    );
  });

  it('is found fast for a thousand operations that all refer to each other', () => {
    const names = Array.from({ length: 1_000 }, (_, at) => `o${at}`);
    const operations = names.map((name, at) =>
      post(name, ...names.slice(at + 1, at + 60), ...names.slice(0, 20)),
    );
    expect(ended(orderOf(operations, () => true)).length).to.be.greaterThan(1_000);
  });
});
