import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { createLogger, silentLogger } from '../../lib/observe/logger.ts';

const canary = `rcs_${'c4NaRy'.repeat(9)}`;

describe('the log', () => {
  let lines: string[];
  const logger = (logLevel: 'info' | 'warn' = 'info') =>
    createLogger({ logLevel, logFormat: 'json' }, { write: (line) => lines.push(line) });
  const first = () => JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  beforeEach(() => {
    lines = [];
  });

  it('is JSON with a level, an ISO time and the process', () => {
    logger().info({ status: 200 }, 'request');
    const { time, ...line } = first();
    expect(new Date(String(time)).toISOString()).to.equal(time);
    expect(line).to.deep.equal({
      level: 'info',
      service: 'rollcall',
      pid: process.pid,
      status: 200,
      msg: 'request',
    });
  });

  it('keeps to its level', () => {
    logger('warn').info('nobody needs this');
    expect(lines).to.deep.equal([]);
  });

  const leaks: readonly (readonly [where: string, log: (log: ReturnType<typeof logger>) => void])[] = [
    ['a message', (log) => log.info(`token ${canary} arrived`)],
    ['an argument of a message', (log) => log.info('token %s arrived', canary)],
    ['a field', (log) => log.info({ url: `/?token=${canary}` })],
    ['a header', (log) => log.info({ headers: { authorization: `Bearer ${canary}` } })],
    ['a deep field', (log) => log.info({ a: { b: { c: [{ 'Set-Cookie': canary }] } } })],
    ['an error', (log) => log.error({ err: new Error(`bad ${canary}`) }, 'failed')],
    ['an error alone', (log) => log.error(new Error(`bad ${canary}`))],
    ['the cause of an error', (log) => log.error(new Error('bad', { cause: new Error(canary) }))],
    ['a field of an error', (log) => log.error(Object.assign(new Error('bad'), { password: canary }))],
    ['a child', (log) => log.child({ token: canary }).info('hello')],
  ];
  for (const [where, log] of leaks) {
    it(`masks a secret in ${where}`, () => {
      log(logger());
      expect(lines).to.have.length(1);
      expect(lines[0]).to.include('***').and.not.include('c4NaRy');
      expect(first().level).to.be.a('string');
    });
  }

  it('writes every line before the process ends', async () => {
    const program = `
      import { createLogger } from ${JSON.stringify(join(import.meta.dirname, '../../lib/observe/logger.ts'))};
      const log = createLogger({ logLevel: 'info', logFormat: 'json' });
      for (let i = 0; i < 1000; i++) log.info({ i }, 'line');
      log.fatal('the end');
      process.exit(3);`;
    const ended = await promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      '--input-type=module',
      '--eval',
      program,
    ]).catch((error: unknown) => error as { code: number; stdout: string });
    expect(ended).to.have.property('code', 3);
    expect(ended.stdout.trim().split('\n')).to.have.length(1001);
  });

  it('can be silent', () => expect(silentLogger().isLevelEnabled('fatal')).to.equal(false));
});
