import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { request } from 'undici';

const root = join(import.meta.dirname, '../..');
const READY_MS = 300_000;
const SHOWN_LINES = 5;
/** While the database is away, refused SAML responses are in the log alone. */
const EXPECTED = /refusal not written to the audit log/;

/** A process of the service, as `npm start` runs it. */
export class ServiceProcess {
  readonly port: number;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #log: string;
  #child: ChildProcess | undefined;
  #isMeant = false;
  /** Ends that nobody caused. */
  readonly ownEnds: string[] = [];

  constructor(port: number, environment: Readonly<Record<string, string>>, log: string) {
    this.port = port;
    this.#environment = environment;
    this.#log = log;
  }

  /** Resolves when it accepts work. A process that cannot start now, as without its database, is started again. */
  async start(): Promise<void> {
    for (const until = Date.now() + READY_MS; Date.now() < until; await setTimeout(200)) {
      if (!this.#isRunning()) this.#spawn();
      if (await this.#isReady()) {
        this.#isMeant = false;
        return;
      }
    }
    const lines = (await readFile(this.#log, 'utf8')).trim().split('\n').slice(-SHOWN_LINES);
    throw new Error(`The service was not ready after ${READY_MS / 1_000} seconds:\n${lines.join('\n')}`);
  }

  /** Ends it as a crash does. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Ends it as an upgrade does. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Lets it do nothing for a time, as a machine that swaps. */
  async pause(ms: number): Promise<void> {
    this.#child?.kill('SIGSTOP');
    await setTimeout(ms);
    this.#child?.kill('SIGCONT');
  }

  /** What it has logged as an error. That it could not start without its database is none. */
  async errors(): Promise<string[]> {
    const text = await readFile(this.#log, 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line.includes('"level":"error"') && !EXPECTED.test(line));
  }

  #isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #spawn(): void {
    // Until it is ready it may end because its database is away.
    this.#isMeant = true;
    const child = spawn(
      process.execPath,
      ['--disable-proto=throw', '--enable-source-maps', 'lib/start.mjs'],
      {
        cwd: root,
        env: { PATH: process.env.PATH ?? '', PORT: String(this.port), ...this.#environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const log = createWriteStream(this.#log, { flags: 'a' });
    for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
    const orphan = () => child.kill('SIGKILL');
    process.once('exit', orphan);
    child.once('close', (code, signal) => {
      process.off('exit', orphan);
      log.end();
      if (!this.#isMeant) this.ownEnds.push(`a process ended with ${code ?? signal}`);
    });
    this.#child = child;
  }

  async #isReady(): Promise<boolean> {
    try {
      const { statusCode, body } = await request(`http://127.0.0.1:${this.port}/readyz`, {
        headersTimeout: 5_000,
      });
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.#child || !this.#isRunning()) return;
    this.#isMeant = true;
    const closed = once(this.#child, 'close');
    this.#child.kill(signal);
    await closed;
  }
}
