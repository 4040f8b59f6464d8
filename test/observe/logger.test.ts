import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { createLogger, silentLogger } from '../../lib/observe/logger.ts';
import { program } from '../program.ts';

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

  it('omits lines below its level', () => {
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

  const bytes = Buffer.from(canary);
  const asBytes: typeof leaks = [
    ['a field', (log) => log.info({ body: bytes })],
    ['a deep field', (log) => log.info({ a: [{ b: new Uint8Array(bytes) }] })],
    ['an ArrayBuffer', (log) => log.info({ body: new Uint8Array(bytes).buffer })],
    [
      'an object of a class',
      (log) =>
        log.info({
          socket: new (class Parser {
            packet = bytes;
          })(),
        }),
    ],
    ['an object with toJSON', (log) => log.info({ a: { toJSON: () => ({ bytes }) } })],
    ['a value alone', (log) => log.info(bytes)],
    ['an argument of a message', (log) => log.info('got %j', { bytes })],
    [
      'a field of an error',
      (log) => log.error({ err: Object.assign(new Error('bad'), { rawPacket: bytes }) }),
    ],
    ['a field of an error alone', (log) => log.error(Object.assign(new Error('bad'), { rawPacket: bytes }))],
    ['a field of a deep error', (log) => log.error({ a: { b: Object.assign(new Error('bad'), { bytes }) } })],
    [
      'a field of the cause of an error',
      (log) => log.error(new Error('bad', { cause: Object.assign(new Error('worse'), { bytes }) })),
    ],
    [
      'one of several errors',
      (log) => log.error(new AggregateError([Object.assign(new Error('bad'), { bytes })])),
    ],
  ];
  for (const [where, log] of asBytes) {
    it(`never contains the bytes of ${where}`, () => {
      log(logger());
      expect(lines).to.have.length(1);
      const raw = [...bytes.subarray(0, 6)].join(',');
      expect(lines[0]).to.not.include(raw).and.not.include('c4NaRy');
    });
  }

  it('has type, message, code, stack and causes of an error, and nothing else', () => {
    const cause = new RangeError('too far');
    const bad = Object.assign(new TypeError('bad', { cause }), { code: 'E_BAD', password: canary });
    logger().error({ err: bad }, 'failed');
    const { stack, ...err } = first().err as Record<string, unknown>;
    expect(stack).to.match(/^TypeError: bad\n/);
    expect(err).to.deep.equal({
      type: 'TypeError',
      message: 'bad',
      code: 'E_BAD',
      cause: { type: 'RangeError', message: 'too far', stack: cause.stack },
    });
  });

  it('uses the message of an error when no other message is given', () => {
    logger().error(new Error('bad'));
    expect(first()).to.include({ level: 'error', msg: 'bad' });
  });

  it('writes every line before the process ends', async () => {
    const { loader, file } = program('lib/observe/logger.ts');
    const script = `
      import { createLogger } from ${JSON.stringify(file)};
      const log = createLogger({ logLevel: 'info', logFormat: 'json' });
      for (let i = 0; i < 1000; i++) log.info({ i }, 'line');
      log.fatal('the end');
      process.exit(3);`;
    const ended = await promisify(execFile)(process.execPath, [
      ...loader,
      '--input-type=module',
      '--eval',
      script,
    ]).catch((error: unknown) => error as { code: number; stdout: string });
    expect(ended).to.have.property('code', 3);
    expect(ended.stdout.trim().split('\n')).to.have.length(1001);
  });

  it('can be silenced', () => expect(silentLogger().isLevelEnabled('fatal')).to.equal(false));
});
