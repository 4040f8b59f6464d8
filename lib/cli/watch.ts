import type { WorkView } from '../operations/index.ts';

export type Progress = Pick<WorkView, 'title' | 'done' | 'total'>;

/** Shows how far long work is. */
export type Show = (progress: Progress) => void;

/** How to learn how far a command is while it runs: by another command. */
export interface Watch {
  readonly name: string;
  args(given: object): object;
  progress(result: object): Progress | undefined;
}
