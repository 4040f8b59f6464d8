import type { z } from 'zod';
import type { Config, Environment } from '../../../config/index.ts';
import { type Command, checkedArgs } from '../command.ts';
import type { Paint } from '../terminal/paint.ts';
import type { Show } from '../watch.ts';
import { assertSecrets, configurationOf } from './configuration.ts';

/** A command in the operator's process. */
export interface LocalCommand extends Omit<Command, 'run' | 'begins'> {
  /** Uses the environment of the process when none is given. */
  run(environment: Environment | undefined, args: object, show?: Show): Promise<object>;
}

interface Spec<S extends z.ZodObject, R extends object> {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  readonly args: S;
  /** The arguments without a flag, in order. */
  readonly positional?: readonly (keyof z.input<S> & string)[];
  /** Whether it may create the installation, as its first command. */
  readonly begins: boolean;
  /** Whether it reads what was written with the secrets, so that new ones would be of no use. */
  needsSecrets?(args: z.output<S>): boolean;
  run(config: Config, args: z.output<S>): Promise<R>;
  text(result: R, paint: Paint): string;
}

/** Makes a command that must run in the operator's process: it reads or writes files, or opens the store itself. */
export function localCommand<S extends z.ZodObject, R extends object>(spec: Spec<S, R>): LocalCommand {
  const { name, summary, example, args, begins, positional = [] } = spec;
  return {
    name,
    summary,
    example,
    args,
    positional,
    run: async (environment, given) => {
      const checked = checkedArgs(args, given, positional);
      if (spec.needsSecrets?.(checked)) assertSecrets(environment);
      return spec.run(configurationOf(environment, begins), checked);
    },
    text: (result, paint) => spec.text(result as R, paint),
    isBad: () => false,
  };
}
