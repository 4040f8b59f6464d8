import type { z } from 'zod';
import type { Config, Environment } from '../../../config/index.ts';
import { type Command, checkedArgs } from '../command.ts';
import type { Paint } from '../terminal/paint.ts';
import { configurationOf } from './configuration.ts';

/** A command as the operator's process runs it. */
export interface LocalCommand extends Omit<Command, 'run' | 'begins'> {
  /** The process's own environment where none is given. */
  run(environment: Environment | undefined, args: object): Promise<object>;
}

interface Spec<S extends z.ZodObject, R extends object> {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  readonly args: S;
  /** Whether it may be the first command of an installation, which it then makes. */
  readonly begins: boolean;
  run(config: Config, args: z.output<S>): Promise<R>;
  text(result: R, paint: Paint): string;
}

/** Makes a command that only makes sense in the operator's process: it has to do with files, or opens the store itself. */
export function localCommand<S extends z.ZodObject, R extends object>(spec: Spec<S, R>): LocalCommand {
  const { name, summary, example, args, begins } = spec;
  return {
    name,
    summary,
    example,
    args,
    positional: [],
    run: async (environment, given) => {
      const checked = checkedArgs(args, given);
      return spec.run(configurationOf(environment, begins), checked);
    },
    text: (result, paint) => spec.text(result as R, paint),
    isBad: () => false,
  };
}
