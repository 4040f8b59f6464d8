import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../config/index.ts';
import { reportOf } from '../../lib/cli/errors.ts';
import { linesOf } from '../../lib/cli/local/files.ts';
import { withServices } from '../../lib/cli/open.ts';
import type { Services } from '../../lib/operations/services.ts';
import { exportLines, importLines } from '../../lib/operations/transfer.ts';
import { boot, user } from '../helper.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';
import { operate, type Plain } from './operator.ts';

const secrets = {
  TOKEN_PEPPER: 'pepper-pepper-pepper-pepper-pepper',
  CURSOR_SECRET: 'cursor-cursor-cursor-cursor-cursor',
  AUDIT_SECRET: 'audit-audit-audit-audit-audit-audit',
};

describe('export and import', () => {
  let directory: string;
  let whole: readonly string[];
  let token: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    const app = await boot({ env: secrets });
    const tenant = await app.bootstrap('acme');
    token = tenant.scimToken;
    const grace = user('grace@acme.test', { nickName: 'a\u2028b\nc' });
    const { body } = await tenant.scim('POST', '/Users', grace);
    await tenant.scim('PUT', `/Users/${String(body.id)}`, { ...grace, title: 'Admiral' });
    for (let at = 0; at < 30; at++) await tenant.scim('POST', '/Users', user(`u${at}@acme.test`));
    await operate(app.services, 'audit seal');
    whole = await linesFrom(app.services);
    await app.close();
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const into = <T>(
    name: string,
    work: (services: Services) => Promise<T>,
    env: Record<string, string> = {},
  ) => withServices(loadConfig({ DATA_DIR: join(directory, name), ...secrets, ...env }), work);
  const fill = (services: Services, lines: readonly string[] = whole, otherSecrets = false) =>
    importLines(services, () => streamed(lines), { otherSecrets });

  it('keeps every document with its id and version, and the audit chain verifies', async () => {
    await into('copy', async (services) => {
      const { documents } = await fill(services);
      expect(documents).to.equal(whole.length - 2);
      expect(documentsOf(await linesFrom(services))).to.deep.equal(documentsOf(whole));
      expect(await operate(services, 'audit verify')).to.have.property('ok', true);
      const shown = await operate(services, 'identity show', { group: 'acme', identity: 'grace@acme.test' });
      expect(shown.version).to.equal(2);
      expect(shown.resource).to.include({ nickName: 'a\u2028b\nc' });
      const { tokens } = (await operate(services, 'token list', { group: 'acme' })) as { tokens: Plain[] };
      expect(tokens[0]).to.include({ hint: token.slice(-4), state: 'live' });
    });
  });

  it('returns unchanged from MongoDB, if available', async () => {
    const database = testDatabase();
    const mongodb = database === undefined ? {} : { MONGODB_URI: database };
    try {
      const there = await into(
        'there',
        async (services) => {
          await fill(services);
          return linesFrom(services);
        },
        mongodb,
      );
      await into('back', async (services) => {
        await fill(services, there);
        expect(documentsOf(await linesFrom(services))).to.deep.equal(documentsOf(whole));
        expect(await operate(services, 'audit verify')).to.have.property('ok', true);
      });
    } finally {
      await dropDatabase(database);
    }
  });

  it('refuses a store with data', async () => {
    await into('full', async (services) => {
      await operate(services, 'account create', { username: 'somebody' });
      expect(await fill(services).catch(reportOf)).to.have.property('code', 'not_empty');
    });
  });

  it('refuses other secrets, unless the operator accepts them', async () => {
    const other = { AUDIT_SECRET: 'another-another-another-another-another' };
    await into(
      'secrets',
      async (services) => {
        const refused = await fill(services).catch(reportOf);
        expect(refused).to.have.property('code', 'invalid_export');
        expect(refused)
          .to.have.property('message')
          .that.matches(/other secrets/);
        await fill(services, whole, true);
        expect(await operate(services, 'audit verify')).to.have.property('ok', false);
      },
      other,
    );
  });

  const broken: [what: string, change: (lines: readonly string[]) => readonly string[], message: RegExp][] = [
    ['nothing', () => [], /incomplete/],
    ['another file', () => ['{"hello":"world"}'], /not an export of Rollcall/],
    ['no JSON', () => ['hello'], /not an export of Rollcall/],
    [
      'a later format',
      ([head = '', ...rest]) => [head.replace('"format":1', '"format":2'), ...rest],
      /format 2/,
    ],
    ['a cut file', (lines) => lines.slice(0, -1), /last line is missing/],
    ['a cut line', (lines) => [...lines.slice(0, 5), (lines[5] ?? '').slice(0, -9)], /broken at line 6/],
    ['a missing line', (lines) => lines.toSpliced(4, 1), /announces \d+ documents and has \d+/],
    ['a line too many', (lines) => [...lines, lines[2] ?? ''], /more after the end/],
    [
      'an unknown collection',
      (lines) => lines.with(2, '{"in":"x","doc":{"id":"1","v":1}}'),
      /no collection x/,
    ],
    ['a document without a version', (lines) => lines.with(2, '{"in":"groups","doc":{"id":"1"}}'), /line 3/],
  ];
  it('refuses a malformed file, and writes nothing of it', async () => {
    await into('broken', async (services) => {
      for (const [what, change, message] of broken) {
        const refused = await fill(services, change(whole)).catch(reportOf);
        expect(refused, what).to.have.property('code', 'invalid_export');
        expect(refused, what).to.have.property('message').that.matches(message);
      }
      expect(documentsOf(await linesFrom(services))).to.deep.equal([]);
    });
  });

  it('reads lines in pieces of any size, and ends none at a line separator', async () => {
    const bytes = Buffer.from('ä\u2028b\r\n\nc€');
    for (let size = 1; size <= bytes.length; size++) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      expect(await collected(linesOf(streamed(pieces)))).to.deep.equal(['ä\u2028b\r', '', 'c€']);
    }
  });
});

function linesFrom(services: Services): Promise<string[]> {
  return collected(exportLines(services));
}

/** The lines but the first and the last, in one order whatever the store's. */
function documentsOf(lines: readonly string[]): unknown[] {
  return lines
    .slice(1, -1)
    .map((line) => JSON.parse(line) as { in: string; doc: { id: string } })
    .sort((a, b) => (`${a.in} ${a.doc.id}` < `${b.in} ${b.doc.id}` ? -1 : 1));
}

async function* streamed<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
