import { CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { checkedArgs } from './command.ts';
import { describedCommands } from './described.ts';
import { reportOf } from './errors.ts';
import { lookedAt } from './local/configuration.ts';
import { inWords } from './local/files.ts';
import type { LocalCommand } from './local/local_command.ts';
import { progressLine } from './progress.ts';
import { harmless } from './terminal/layout.ts';
import { type Output, paintFor } from './terminal/paint.ts';
import { type Invocation, programOf } from './terminal/program.ts';

const FAILURE = 1;
const USAGE = 2;

export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The variables of the configuration; by default those of the process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs one command line and returns the exit code: 0, 1 for a refusal or a failure, 2 for a wrong command line. */
export async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  const { stdout, stderr } = terminal;
  let asked: Invocation<LocalCommand> | undefined;
  try {
    programOf(describedCommands, { version: manifest.version, stdout, stderr }, (invocation) => {
      asked = invocation;
    }).parse(words, { from: 'user' });
    return asked ? await carriedOut(asked, terminal) : USAGE;
  } catch (caught) {
    const error = inWords(caught, `${pathOf(caught)} cannot be used`);
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const isUsage = error instanceof CommanderError || reportOf(error).code === 'invalid_arguments';
    if (!isHelp(error)) complain(error, isUsage, words.includes('--json'), stderr);
    return isUsage || reportOf(error).code === 'file_missing' ? USAGE : FAILURE;
  }
}

async function carriedOut(
  { command, args, json }: Invocation<LocalCommand>,
  { stdout, stderr, environment }: Terminal,
): Promise<number> {
  checkedArgs(command.args, args, command.positional);
  warn(lookedAt(environment).exposed, json, stderr);
  const { show, clear } = progressLine(json ? undefined : stderr);
  const result = await command.run(environment, args, show).finally(clear);
  if ('work' in result && typeof result.work === 'string')
    warn(
      [
        `The service stops before the work is done. The work continues later: see rollcall work ${String(args.group)}.`,
      ],
      json,
      stderr,
    );
  const out = args.out === '-' ? stderr : stdout;
  const text = json
    ? JSON.stringify(result, undefined, out.isTTY ? 2 : 0)
    : command.text(command.isDocument ? result : harmless(result), paintFor(out));
  out.write(`${text}\n`);
  return command.isBad(result) ? FAILURE : 0;
}

function pathOf(error: unknown): string {
  return error instanceof Error && 'path' in error ? String(error.path) : 'A file';
}

/** The help, shown because a verb is missing. */
function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.code === 'commander.help';
}

function warn(warnings: readonly string[], json: boolean, stderr: Output): void {
  for (const warning of warnings)
    stderr.write(
      json
        ? `${JSON.stringify({ warning })}\n`
        : `${paintFor(stderr)('yellow', 'warning')}: ${harmless(warning)}\n`,
    );
}

function complain(error: unknown, isUsage: boolean, json: boolean, stderr: Output): void {
  const { code, message } =
    error instanceof CommanderError
      ? { code: 'usage', message: error.message.replace(/^error: /, '') }
      : reportOf(error);
  if (json) {
    stderr.write(`${JSON.stringify({ error: { code: isUsage ? 'usage' : code, message } })}\n`);
    return;
  }
  stderr.write(`${paintFor(stderr)('red', 'error')}: ${harmless(message.split('\n')).join('\n')}\n`);
  if (isUsage) stderr.write('See rollcall --help, or --help after a command.\n');
}
