import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** What every part of a page may need to know. */
export interface Here {
  /** The path under which the service is reached from outside; empty, or `/like/this`. */
  readonly base: string;
  /** What proves that a form came from us. */
  readonly formToken: string;
  readonly now: number;
}

const context = createContext<Here>({ base: '', formToken: '', now: 0 });

export const HereProvider = context.Provider;

export function useHere(): Here {
  return useContext(context);
}
