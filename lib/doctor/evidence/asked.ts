import { messageOf } from '../../../config/error.ts';
import type { Failure } from '../types.ts';

/** The result of asking something, or why it did not answer. */
export async function asked<T>(ask: () => Promise<T>, inWords = messageOf): Promise<T | Failure> {
  try {
    return await ask();
  } catch (error) {
    return { problem: inWords(error) };
  }
}

/** The code of an error, or of what caused it. */
export function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return '';
}
