import { z } from 'zod';
import type { Command } from './command.ts';
import { localCommands } from './local/commands.ts';
import type { LocalCommand } from './local/local_command.ts';
import type { Described } from './terminal/program.ts';

/** A command with the JSON Schema of its arguments. */
function described<C extends Pick<Command, (keyof Described & keyof Command) | 'args'>>(
  command: C,
): C & Described {
  return { ...command, schema: z.toJSONSchema(command.args, { io: 'input' }) as Described['schema'] };
}

/** Every command, in the order of the help. */
export const describedCommands: readonly (LocalCommand & Described)[] = localCommands.map(described);

/** The data for the help. The build stores it beside the program, so that `--help` loads no commands. */
export function helpData(): readonly Described[] {
  return describedCommands.map(({ name, summary, example, positional, schema }) => ({
    name,
    summary,
    example,
    positional,
    schema,
  }));
}
