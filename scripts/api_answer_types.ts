import type * as operations from '../lib/operations/index.ts';

type Door = typeof operations;

/** What each operation returns, by its name in code; `api_answers.ts` makes JSON Schemas of it. */
export type Answers = {
  [K in keyof Door as Door[K] extends { readonly perform: unknown } ? K : never]: Door[K] extends {
    perform(...asked: never[]): Promise<infer R>;
  }
    ? R
    : never;
};
