import { expect } from 'chai';
import { commandNamed } from '../../lib/cli/commands.ts';
import { reportOf } from '../../lib/cli/errors.ts';
import { main } from '../../lib/cli/main.ts';
import { plain } from '../../lib/cli/terminal/paint.ts';
import type { Services } from '../../lib/operations/services.ts';
import type { Ended } from './process.ts';

const context = { publicUrl: 'http://localhost:8080', samlUrl: 'http://localhost:8080' };

export type Plain = Record<string, unknown>;

/** Runs a command as the program does, and gives its result as it would be printed with `--json`. */
export async function operate(services: Services, name: string, args: Plain = {}): Promise<Plain> {
  const command = commandNamed(name);
  if (!command) throw new Error(`there is no command ${name}`);
  return JSON.parse(JSON.stringify(await command.run(services, context, args))) as Plain;
}

/** What a command prints for people. */
export async function printed(services: Services, name: string, args: Plain = {}): Promise<string> {
  return commandNamed(name)?.text(await operate(services, name, args), plain) ?? '';
}

/** The code and the message with which a command refuses. */
export async function refusal(
  services: Services,
  name: string,
  args: Plain,
): Promise<{ code: string; message: string }> {
  const outcome = await operate(services, name, args).catch(reportOf);
  expect(outcome, `${name} refuses`).to.have.keys('code', 'message');
  return outcome as { code: string; message: string };
}

/** The words of a command line; only double quotes are known. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

/** What a piece of JSON is made of: `{id: 'string', tags: ['string']}`. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (value === null) return 'null';
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, shapeOf(held)]));
  return typeof value;
}

/** Runs a command line in this process, and gives what it would have printed and its exit code. */
export async function typed(
  environment: Readonly<Record<string, string>>,
  ...words: string[]
): Promise<Ended> {
  const [stdout, stderr] = [new Written(), new Written()];
  const code = await main(words, { stdout, stderr, environment });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

class Written {
  text = '';

  write(text: string): void {
    this.text += text;
  }
}
