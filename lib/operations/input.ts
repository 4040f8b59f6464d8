import type { z } from 'zod';
import { mistakeIn } from './mistakes.ts';

/** The input does not fit the operation. */
export class InvalidArguments extends Error {
  readonly code = 'invalid_arguments';
}

/** Throws `InvalidArguments` with a sentence for each mistake. `nameOf` is the caller's spelling of an argument. */
export function checkedInput<S extends z.ZodObject>(
  schema: S,
  given: unknown,
  nameOf: (argument: string) => string = (argument) => argument,
): z.output<S> {
  const parsed = schema.safeParse(given, { error: mistakeIn });
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path: [name], message }) =>
    name === undefined ? message : `${nameOf(String(name))}: ${message}`,
  );
  throw new InvalidArguments(mistakes.join('; '));
}
