import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Tenant } from '../helper.ts';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** A program of this folder, by the Python at that path. */
export function pythonProgram(python: string, name: string): Command {
  return { program: python, args: [join(import.meta.dirname, name)] };
}

/** A program of this folder, compiled into the directory of the archives that it needs. */
export function javaProgram(directory: string, name: string): Command {
  return { program: 'java', args: ['-cp', `${directory}:${join(directory, '*')}`, name] };
}

/** What a program of this folder finds in its environment. */
export function environmentFor({ scimUrl, scimToken }: Tenant): NodeJS.ProcessEnv {
  return { ...process.env, SCIM_URL: scimUrl, SCIM_TOKEN: scimToken };
}

/** A program that does the steps of the life cycle, one when asked, by a client that is not ours. */
export class Driver {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #kill = () => this.#child.kill('SIGKILL');
  #said = '';

  constructor({ program, args }: Command, tenant: Tenant) {
    const child = spawn(program, args, { env: environmentFor(tenant), stdio: ['pipe', 'pipe', 'pipe'] });
    child.once('error', (error) => this.#hear(error.message));
    child.stdin.once('error', (error) => this.#hear(error.message));
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    process.once('exit', this.#kill);
  }

  /** Gives what the step says. Throws when it fails. */
  async step(name: string): Promise<string> {
    this.#child.stdin?.write(`${name}\n`);
    for (;;) {
      const { value: line, done } = await this.#lines.next();
      if (done) throw new Error(`The program ended:\n${this.#said}`);
      const [, outcome, text = ''] = /^(done|failed) ?(.*)$/.exec(line) ?? [];
      if (outcome === 'done') return text;
      if (outcome === 'failed') throw new Error(text);
      this.#hear(`${line}\n`);
    }
  }

  async stop(): Promise<void> {
    process.off('exit', this.#kill);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#kill();
    await ended;
  }

  #hear(text: string): void {
    this.#said = (this.#said + text).slice(-5_000);
  }
}
