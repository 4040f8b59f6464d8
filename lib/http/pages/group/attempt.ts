import { RuleError } from '../../../kernel/index.ts';
import { InvalidArguments } from '../../../operations/index.ts';

export type Attempt<R> =
  | { readonly done: R }
  | { readonly problem: string; readonly code?: RuleError['code'] };

/** Runs the work of a form. Returns a refusal that the person can fix as a sentence for the form. */
export async function attempt<R>(work: () => Promise<R>): Promise<Attempt<R>> {
  try {
    return { done: await work() };
  } catch (error) {
    if (error instanceof InvalidArguments) return { problem: sentence(error.message) };
    if (!(error instanceof RuleError) || error.code === 'forbidden' || error.code === 'not_found')
      throw error;
    return { problem: sentence(error.message), code: error.code };
  }
}

/** A refusal as a sentence of its own. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
