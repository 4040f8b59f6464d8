import type { Scene } from './scene.ts';

type Level = 'MUST' | 'SHOULD' | 'MAY';

interface Stated {
  readonly section: string;
  readonly level: Level;
  /** What it demands, in our own words. Together with source and section it is the title of the test. */
  readonly text: string;
}

/** A requirement, and how Rollcall meets it. A `check` speaks to the service; a `test` is the title of another test. */
export type Requirement = Stated &
  (
    | { readonly check: (scene: Scene) => Promise<void> }
    | { readonly test: string }
    | { readonly deviates: string; readonly check?: (scene: Scene) => Promise<void> }
    | { readonly notApplicable: string }
  );

export interface Source {
  /** The short name in titles. */
  readonly name: string;
  /** The document and its version, as Markdown. */
  readonly document: string;
  readonly requirements: readonly Requirement[];
}
