import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import type { Output } from './terminal/paint.ts';
import { type Described, programOf } from './terminal/program.ts';

const QUESTIONS = ['--help', '-h', '--version', '-V'];

/** The help for these words, from the data of the build; undefined when they do not ask for help. */
export function helpFor(words: readonly string[], terminal: Output, directory: string): string | undefined {
  const file = join(directory, 'commands.json');
  if (!words.some((word) => QUESTIONS.includes(word)) || !existsSync(file)) return undefined;
  const commands = JSON.parse(readFileSync(file, 'utf8')) as Described[];
  const written: string[] = [];
  const stdout: Output = { ...terminal, write: (text) => written.push(text) };
  try {
    programOf(commands, { version: manifest.version, stdout, stderr: stdout }, () => undefined).parse(words, {
      from: 'user',
    });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return written.join('');
    if (!(error instanceof CommanderError)) throw error;
  }
  return undefined;
}
