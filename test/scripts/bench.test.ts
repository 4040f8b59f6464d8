import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Comparison } from '../../scripts/bench/against.ts';
import { comparisonReport, inMarkdown, onTerminal } from '../../scripts/bench/comparison.ts';
import { Connection, requestText } from '../../scripts/bench/connection.ts';
import type { Measured } from '../../scripts/bench/load.ts';
import { parseOptions, workNames } from '../../scripts/bench/options.ts';
import { summaryOf } from '../../scripts/bench/profile.ts';
import { isMet, ratiosOf, type Stage } from '../../scripts/bench/ratios.ts';
import type { Result } from '../../scripts/bench/run.ts';
import { figuresOf, percentile, Samples, spreadOf } from '../../scripts/bench/statistics.ts';
import { writesOfACreate } from '../../scripts/bench/writes.ts';
import { throwAwayDirectory } from '../../scripts/scratch.ts';
import { program } from '../program.ts';
import { describeMongo } from '../store/mongo/available.ts';

const { loader, file } = program('scripts/bench.ts');

describe('the figures of the bench', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, at) => at + 1);
  const cases: readonly (readonly [sorted: Float64Array, share: number, value: number])[] = [
    [hundred, 0.5, 50],
    [hundred, 0.95, 95],
    [hundred, 0.99, 99],
    [hundred, 1, 100],
    [hundred, 0, 1],
    [Float64Array.of(7), 0.5, 7],
    [Float64Array.of(7), 0.99, 7],
    [Float64Array.of(1, 2), 0.5, 1],
    [Float64Array.of(1, 2), 0.51, 2],
    [Float64Array.of(), 0.5, 0],
  ];

  for (const [sorted, share, value] of cases)
    it(`the ${share} percentile of ${sorted.length} values is ${value}`, () =>
      expect(percentile(sorted, share)).to.equal(value));

  it('keep every sample, in any order', () => {
    const samples = new Samples();
    for (let n = 10_000; n > 0; n--) samples.add(n);
    expect(figuresOf(samples, 5)).to.deep.equal({
      count: 10_000,
      perSecond: 2_000,
      p50: 5_000,
      p95: 9_500,
      p99: 9_900,
      max: 10_000,
    });
  });

  it('are zero without samples', () => {
    expect(figuresOf(new Samples(), 0)).to.include({ count: 0, perSecond: 0, p50: 0, max: 0 });
  });
});

describe('the spread of the bench', () => {
  const cases: readonly (readonly [
    values: readonly number[],
    lower: number,
    median: number,
    upper: number,
  ])[] = [
    [[3, 1, 2, 5, 4, 9, 8, 7, 6], 3, 5, 7],
    [[2], 2, 2, 2],
    [[], 0, 0, 0],
  ];
  for (const [values, lower, median, upper] of cases)
    it(`of ${values.length} values has its median and its quartiles`, () =>
      expect(spreadOf(values)).to.deep.equal({ lower, median, upper }));
});

describe('a comparison of the bench', () => {
  const ratio = { median: 0.5, lower: 0.4, upper: 0.6 };
  const used = { cpu: 1, memory: 2_097_152, resident: 4_194_304 };
  const before = {
    ...{ name: 'abc', cost: { cpu: 0.42, perSecond: 2_000, p99: 5 } },
    ratios: { cpu: ratio, perSecond: { ...ratio, median: 2 }, p99: ratio },
  };
  const peer = { ...before, name: 'peer', cost: { cpu: 0.3, perSecond: 3_000, p99: 7 } };
  const now = { cpu: 0.21, perSecond: 4_000, p99: 4 };
  const result: Comparison = {
    ...{
      machine: 'a machine',
      store: 'embedded',
      name: 'now',
      others: ['abc', 'peer'],
      users: 1_000,
      clients: 8,
      rounds: 9,
    },
    compared: [
      { name: 'get', turns: 40, now, others: [before, peer] },
      { name: 'delete', turns: 40, now, others: [before] },
    ],
    memory: { now: { ...used, memory: 1_048_576 }, others: [used, used] },
  };

  it('shows each figure and each ratio with its quartiles', () => {
    const text = comparisonReport(
      result,
      onTerminal((_style, shown) => shown),
    );
    expect(text).to.match(/get +0\.21 +0\.42 +0\.50 \(0\.40 – 0\.60\) +0\.30 +0\.50 \(0\.40 – 0\.60\)/);
    expect(text).to.match(/get +4,000 +2,000 +2\.00 \(0\.40 – 0\.60\) +3,000/);
    expect(text).to.match(/its own +1 +2 +0\.50 +2 +0\.50/);
  });

  it('is written as tables of Markdown, empty where another server cannot be asked', () => {
    const text = comparisonReport(result, inMarkdown);
    expect(text).to.include(
      '| p99, ms | now | abc | now / it | peer | now / it |\n|---|---:|---:|---:|---:|---:|\n',
    );
    expect(text).to.include('| delete | 4,000 | 2,000 | 2.00 (0.40 – 0.60) |  |  |\n');
  });
});

describe('the ratios of the bench', () => {
  const ceilings = [measured('Koa GET', 8, 10_000), measured('Koa POST', 8, 8_000)];

  it('are shares of what the machine can do, with the most clients', () => {
    const [ratio] = ratiosOf(run([stage(1_000, [measured('get', 1, 1_000), measured('get', 8, 4_000)])]));
    expect(ratio).to.include({ what: 'get / Koa GET, 1,000 users, 8 at once', measured: 0.4, target: 0.3 });
    expect(ratio && isMet(ratio)).to.equal(true);
  });

  it('are omitted when a part was not measured', () => {
    const bare = { ...stage(10, [measured('create', 8, 1)]), ceilings: [] };
    const whats = ratiosOf(run([bare])).map(({ what }) => what);
    expect(whats).to.deep.equal(['worst p99 (create), 10 users, 8 at once']);
  });

  it('name the slowest kind of single request, with the most clients', () => {
    const all = workNames.map((name, at) => measured(name, 8, 1, 10 + at));
    const slowest = (measured: Measured[]) => ratiosOf(run([stage(10, measured)])).at(-1);
    expect(slowest([...all, measured('page', 1, 1, 99)])).to.deep.equal({
      ...{ what: 'worst p99 (access), 10 users, 8 at once', measured: 21 },
      ...{ target: 50, wanted: 'at most', unit: 'ms' },
    });
    expect(slowest(all.slice(0, 2))?.what).to.equal('worst p99 (create), 10 users, 8 at once');
    expect(slowest(all.slice(0, 5))?.what).to.equal('worst p99 (page), 10 users, 8 at once');
  });

  it('compare the largest directory with the smallest, with one client', () => {
    const stages = [
      stage(1_000, [measured('filter', 1, 1, 2), measured('filter', 8, 1, 9)]),
      stage(10_000, [measured('filter', 1, 1, 5)]),
      stage(100_000, [measured('filter', 1, 1, 3)]),
    ];
    const growth = ratiosOf(run(stages)).filter(({ what }) => what.startsWith('filter p50'));
    expect(growth).to.deep.equal([
      { what: 'filter p50, 100,000 / 1,000 users', measured: 1.5, target: 1.2, wanted: 'at most' },
    ]);
    expect(growth.map(isMet)).to.deep.equal([false]);
  });

  it('are corrected for a machine that has become slower', () => {
    const at = (users: number, p50: number, koa: number): Stage => ({
      ...stage(users, [measured('filter', 1, 1, p50)]),
      ceilings: [measured('Koa GET', 1, 1, koa)],
    });
    const growth = ratiosOf(run([at(10, 2, 0.5), at(20, 6, 1)])).find(({ what }) =>
      what.startsWith('filter'),
    );
    expect(growth?.measured).to.equal(1.5);
  });

  it('compare the cost of every kind of request, and the memory', () => {
    const works = workNames.map((name) => measured(name, 1, 1));
    const whats = ratiosOf(run([stage(10, works, 100), stage(20, works, 110)])).map(({ what }) => what);
    const requests = workNames.filter((name) => name !== 'sync');
    expect(whats).to.include.members(requests.map((name) => `${name} p50, 20 / 10 users`));
    const memory = ratiosOf(run([stage(10, [], 100), stage(20, [], 130)]));
    expect(memory).to.deep.equal([
      { what: 'memory, 20 / 10 users', measured: 1.3, target: 1.2, wanted: 'at most' },
    ]);
  });

  it('want the access of an account within 5 ms, on both stores', () => {
    const asked = [measured('access', 1, 1, 2), measured('access', 8, 1, 9)];
    for (const store of ['embedded', 'mongo'] as const) {
      const ratios = ratiosOf({ store, stages: [stage(10, asked)], roundTrips: [] });
      const own = ratios.filter(({ what }) => what.startsWith('access p99'));
      expect(own.map((ratio) => [ratio.what, isMet(ratio)])).to.deep.equal([
        ['access p99, 10 users, 1 at once', true],
        ['access p99, 10 users, 8 at once', false],
      ]);
    }
  });

  it('of MongoDB count its round trips', () => {
    const roundTrips = [
      { name: 'get', commands: 2, waits: 1 },
      { name: 'filter', commands: 3, waits: 2 },
      { name: 'create', commands: 9, waits: 9 },
    ];
    const counted = ratiosOf({ store: 'mongo', stages: [], roundTrips });
    expect(counted.map((ratio) => [ratio.what, isMet(ratio)])).to.deep.equal([
      ['get, database commands', true],
      ['get, waits for the database', true],
      ['filter, database commands', false],
      ['filter, waits for the database', false],
    ]);
  });

  function run(stages: Stage[]) {
    return { store: 'embedded' as const, stages, roundTrips: [] };
  }

  function stage(users: number, all: Measured[], memory = 1): Stage {
    return { users, ceilings, measured: all, memory };
  }

  function measured(name: string, clients: number, perSecond: number, p50 = 1): Measured {
    return { name, clients, perSecond, count: 1, p50, p95: p50, p99: p50, max: p50, cpu: 0 };
  }
});

describe('the command line of the bench', () => {
  it('has defaults that take minutes, not hours', () => {
    expect(parseOptions([])).to.deep.equal({
      store: 'embedded',
      users: [1_000, 10_000],
      clients: [1, 8],
      seconds: 2,
      works: workNames,
      profile: false,
      block: false,
      groups: false,
      pages: false,
      compare: false,
      growth: false,
      rounds: 9,
      json: false,
      markdown: false,
    });
  });

  it('names a commit to measure against', () => {
    const { against, rounds } = parseOptions(['--against', 'f9f0653', '--rounds', '12']) ?? {};
    expect([against, rounds]).to.deep.equal(['f9f0653', 12]);
  });

  it('sorts the sizes, so that the directory only grows', () => {
    expect(parseOptions(['--users', '100000,10'])?.users).to.deep.equal([10, 100_000]);
  });

  for (const wrong of [
    ['--store', 'redis'],
    ['--users', '0'],
    ['--users', '10,many'],
    ['--clients', '1.5'],
    ['--seconds', '0'],
    ['--rounds', '0'],
    ['--only', 'get,put'],
    ['--fast'],
  ])
    it(`refuses ${wrong.join(' ')}`, () => expect(() => parseOptions(wrong)).to.throw(wrong[0] ?? ''));
});

describe('a connection of the bench', () => {
  const replies: readonly (readonly [what: string, pieces: readonly string[], body: string])[] = [
    ['in one piece', ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'], 'hi'],
    ['in many pieces', ['HTTP/1.1 200 OK\r\nContent-', 'Length: 2\r\n\r', '\nh', 'i'], 'hi'],
    ['without a body', ['HTTP/1.1 200 OK\r\nDate: today\r\n\r\n'], ''],
  ];

  for (const [what, pieces, body] of replies) {
    it(`reads a reply ${what}, twice`, async () => {
      const { port, close } = await serving(pieces);
      const connection = await Connection.open(port);
      for (let turn = 0; turn < 2; turn++) {
        const reply = await connection.send(requestText('GET', '/'));
        expect([reply.status, reply.body.toString()]).to.deep.equal([200, body]);
      }
      connection.close();
      close();
    });
  }

  it('fails when the server hangs up', async () => {
    const { port, close } = await serving([]);
    const connection = await Connection.open(port);
    const failed = await connection.send(requestText('GET', '/')).catch((error: unknown) => error);
    expect(String(failed)).to.include('closed the connection');
    close();
  });

  /** Answers each request with these pieces, one a turn of the loop; hangs up where there are none. */
  async function serving(pieces: readonly string[]) {
    const server = createServer((socket) => {
      socket.on('data', () => (pieces.length === 0 ? socket.destroy() : say(socket, pieces)));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    return { port, close: () => server.close() };
  }

  function say(socket: Socket, [piece, ...more]: readonly string[]): void {
    if (piece !== undefined) socket.write(piece, () => setImmediate(say, socket, more));
  }
});

describe('a profile of the bench', () => {
  it('assigns the time of the engine to its caller, and omits idle time', () => {
    const { functions, places } = summaryOf({
      startTime: 0,
      endTime: 0,
      nodes: [
        node(1, '(root)', '', [2, 3, 5]),
        node(2, '(idle)', ''),
        node(3, 'respond', 'file:///app/node_modules/koa/lib/application.js', [4]),
        node(4, 'writev', ''),
        node(5, 'emit', 'node:events'),
      ],
      samples: [2, 3, 4, 4, 5],
      timeDeltas: [900, 10, 30, 30, 30],
    });
    expect(functions).to.deep.equal([
      { name: 'writev in respond', place: 'koa lib/application.js', share: 0.6 },
      { name: 'emit', place: 'node:events', share: 0.3 },
      { name: 'respond', place: 'koa lib/application.js', share: 0.1 },
    ]);
    expect(places.map(({ place, share }) => [place, share])).to.deep.equal([
      ['koa', 0.7],
      ['node', 0.3],
    ]);
  });

  function node(id: number, functionName: string, url: string, children: number[] = []) {
    return { id, callFrame: { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 }, children };
  }
});

describe('the writes of a create', () => {
  it('are those of the service', async () => {
    const writes = await writesOfACreate();
    const collections = writes.map(({ collection }) => collection);
    expect(collections).to.include.members(['accounts', 'identities', 'members', 'log_entries']);
    expect(new Set(writes.map(({ document }) => (document as { id: string }).id)).size).to.be.greaterThan(1);
  });
});

describe('npm run bench', function () {
  this.timeout(120_000);

  it('measures every kind of request on the embedded store', async () => {
    const { stages, ratios } = await bench('--users', '10', '--clients', '1');
    const [stage] = stages;
    const { ceilings = [], measured = [] } = stage ?? {};
    expect(ceilings.map(({ name }) => name)).to.deep.equal(['node http', 'Koa', 'Koa GET', 'Koa POST']);
    expect(measured.map(({ name }) => name)).to.deep.equal(workNames);
    for (const { name, count, p50 } of [...ceilings, ...measured]) {
      expect(count, name).to.be.greaterThan(0);
      expect(p50, name).to.be.greaterThan(0);
    }
    expect(stage?.memory).to.be.greaterThan(10_000_000);
    expect(ratios.length).to.be.greaterThan(3);
  });
});

describe('npm run bench -- --growth', function () {
  this.timeout(120_000);

  it('measures two sizes of the directory in turns', async () => {
    const sizes = ['--users', '20,10', '--clients', '1', '--rounds', '2', '--only', 'get,member'];
    const { compared, name, others } = await comparing({}, '--growth', ...sizes);
    expect([name, ...others]).to.deep.equal(['20 users', '10 users']);
    expect(compared.map(({ name }) => name)).to.deep.equal(['get', 'member']);
  });
});

describe('npm run bench -- --groups', function () {
  this.timeout(120_000);

  it('measures changes of a group of everybody', async () => {
    const { groups = [] } = await bench('--groups', '--users', '20');
    expect(groups.map(({ name }) => name)).to.include.members([
      ...['a POST with all members', 'add one member', 'remove one member', 'a link of the group'],
      '7 such POSTs at once',
    ]);
    for (const { name, ms } of groups) expect(ms, name).to.be.greaterThan(0);
  });
});

describe('npm run bench -- --compare', function () {
  this.timeout(120_000);

  it('measures another server in turns with this one', async () => {
    const works = ['create', 'sync', 'get', 'filter', 'page', 'patch', 'deactivate'];
    const folder = throwAwayDirectory('rollcall-peers');
    const place = join(folder, 'node_modules/@boxyhq/saml-jackson');
    await cp(join(import.meta.dirname, 'peer'), place, { recursive: true });
    const sizes = ['--users', '10', '--clients', '2', '--rounds', '2'];
    const only = ['--only', [...works, 'group'].join(',')];
    const { compared, others, memory } = await comparing(
      { BENCH_PEERS: folder },
      '--compare',
      ...sizes,
      ...only,
    );
    expect(others).to.deep.equal(['jackson in memory', 'jackson on sqlite']);
    expect(compared.map(({ name }) => name)).to.deep.equal(works);
    for (const { name, now, others: found } of compared)
      for (const { perSecond } of [now, ...found.map(({ cost }) => cost)])
        expect(perSecond, name).to.be.greaterThan(0);
    for (const { memory: held } of memory.others) expect(held).to.be.greaterThan(1_000_000);
  });
});

describeMongo('npm run bench on MongoDB', () => {
  it('counts round trips', async function () {
    this.timeout(120_000);
    const args = ['--store', 'mongo', '--users', '5', '--clients', '2', '--only', 'get,create'];
    const { stages, roundTrips } = await bench(...args);
    expect(stages[0]?.ceilings.map(({ name }) => name)).to.include.members(['Koa findOne', 'transaction']);
    const most: Readonly<Record<string, readonly [commands: number, waits: number]>> = {
      get: [3, 1],
      filter: [3, 1],
      page: [4, 1],
      cursor: [4, 1],
      create: [14, 4],
      patch: [9, 4],
      deactivate: [12, 5],
      reactivate: [13, 6],
      join: [9, 6],
      leave: [8, 5],
      delete: [14, 5],
    };
    expect(roundTrips.map(({ name }) => name)).to.have.members(Object.keys(most));
    for (const { name, commands, waits } of roundTrips) {
      const [mostCommands = 0, mostWaits = 0] = most[name] ?? [];
      expect(commands, `commands of ${name}`).to.be.within(1, mostCommands);
      expect(waits, `waits of ${name}`).to.be.within(1, mostWaits);
    }
  });
});

async function bench(...args: string[]): Promise<Result> {
  return (await printed(args)) as Result;
}

async function comparing(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Comparison> {
  return (await printed(args, env)) as Comparison;
}

async function printed(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const child = spawn(process.execPath, [...loader, file, ...args, '--seconds', '0.02', '--json'], {
    ...{ stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } },
  });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code, text).to.equal(0);
  return JSON.parse(text);
}
