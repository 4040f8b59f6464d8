import type { z } from 'zod';
import type { Actor } from '../audit/index.ts';
import { checkedInput, type Operation, type Services } from '../operations/index.ts';
import { flagOf } from './terminal/flags.ts';
import type { Paint } from './terminal/paint.ts';
import type { Watch } from './watch.ts';

/** What a command needs in addition to the services. */
export interface OperatorContext {
  readonly publicUrl: string;
  /** The base of the SAML URLs. */
  readonly samlUrl: string;
}

/** One command. Its input and result are plain JSON, so it can run here or in the service that holds the store. */
export interface Command {
  /** The words to type, such as `token create`. */
  readonly name: string;
  readonly summary: string;
  /** The words after `rollcall` in the documentation. */
  readonly example: string;
  readonly args: z.ZodObject;
  /** The arguments without a flag, in order. */
  readonly positional: readonly string[];
  /** Throws `InvalidArguments`, `RuleError` or `StoreError`. */
  run(services: Services, context: OperatorContext, args: unknown): Promise<object>;
  /** The result as text. */
  text(result: object, paint: Paint): string;
  /** Whether the text is a document for a file: control characters are not removed for a terminal. */
  readonly isDocument?: boolean;
  /** Whether it may create the installation, as its first command. */
  readonly begins: boolean;
  /**
   * Whether it also runs with secrets other than those of the data: it writes nothing, and its result shows the
   * mismatch.
   */
  readonly anySecrets?: boolean;
  /** How to learn how far it is while it takes long; by default from the work of its group. */
  readonly watch?: Watch | undefined;
  /** Whether the result is a failure, for exit code 1. */
  isBad(result: object): boolean;
}

interface Spec<S extends z.ZodObject, R extends object> {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  readonly args: S;
  readonly positional?: readonly (keyof z.input<S> & string)[];
  readonly begins?: boolean;
  run(services: Services, context: OperatorContext, args: z.output<S>): Promise<R>;
  text(result: R, paint: Paint): string;
  readonly isDocument?: boolean;
  readonly anySecrets?: boolean;
  isBad?(result: R): boolean;
}

/** The actor of an operator's command. */
const operator: Actor = { kind: 'operator' };

/** Makes a command from typed functions. */
export function command<S extends z.ZodObject, R extends object>(spec: Spec<S, R>): Command {
  const {
    name,
    summary,
    example,
    args,
    positional = [],
    begins = false,
    isDocument = false,
    anySecrets = false,
  } = spec;
  return {
    name,
    summary,
    example,
    args,
    positional,
    begins,
    anySecrets,
    isDocument,
    run: async (services, context, given) =>
      spec.run(services, context, checkedArgs(args, given, positional)),
    text: (result, paint) => spec.text(result as R, paint),
    isBad: (result) => spec.isBad?.(result as R) ?? false,
  };
}

interface Caption<R extends object> {
  /** The words of the command, if they differ from those of the operation. */
  readonly name?: string;
  readonly example: string;
  readonly positional?: readonly string[];
  readonly begins?: boolean;
  readonly isDocument?: boolean;
  readonly anySecrets?: boolean;
  readonly watch?: Watch;
  text(result: R, paint: Paint): string;
  isBad?(result: R): boolean;
}

/** An operation, or what stands for one. */
type Performed<S extends z.ZodObject, R extends object> = Pick<
  Operation<S, R>,
  'name' | 'summary' | 'input' | 'perform'
>;

/** Makes a command that performs an operation as the operator. */
export function commandOf<S extends z.ZodObject, R extends object>(
  operation: Performed<S, R>,
  caption: Caption<R>,
): Command {
  const { positional = [], begins = false, isDocument = false, anySecrets = false } = caption;
  return {
    name: caption.name ?? operation.name.replaceAll('.', ' ').replaceAll('_', '-'),
    summary: operation.summary,
    example: caption.example,
    args: operation.input,
    positional,
    begins,
    isDocument,
    anySecrets,
    watch: caption.watch,
    run: (services, context, given) =>
      operation.perform(
        { services, ...context },
        { actor: operator, sessions: [] },
        given,
        typedAs(positional),
      ),
    text: (result, paint) => caption.text(result as R, paint),
    isBad: (result) => caption.isBad?.(result as R) ?? false,
  };
}

/** One command for several operations: `choose` selects the operation and its input. */
export function choice<S extends z.ZodObject, R extends object>(
  { name, summary, input }: Pick<Operation<S, R>, 'name' | 'summary' | 'input'>,
  choose: (
    input: z.output<S>,
  ) => readonly [operation: Pick<Operation<z.ZodObject, R>, 'perform'>, input: object],
): Performed<S, R> {
  return {
    name,
    summary,
    input,
    perform: async (house, caller, given, nameOf) => {
      const [operation, chosen] = choose(checkedInput(input, given, nameOf));
      return operation.perform(house, caller, chosen, nameOf);
    },
  };
}

/** An operation whose result has sentences of the command line, with `--json` too. */
export function worded<S extends z.ZodObject, R extends object, W extends object>(
  { name, summary, input, perform }: Performed<S, R>,
  words: (result: R) => W,
): Performed<S, W> {
  return { name, summary, input, perform: async (...asked) => words(await perform(...asked)) };
}

/** Throws `InvalidArguments` with a sentence for each mistake. It names an argument as it is typed. */
export function checkedArgs<S extends z.ZodObject>(
  schema: S,
  given: unknown,
  positional: readonly string[] = [],
): z.output<S> {
  return checkedInput(schema, given, typedAs(positional));
}

function typedAs(positional: readonly string[]): (argument: string) => string {
  return (name) => (positional.includes(name) ? name : flagOf(name));
}
