import { PageError } from './page_error.ts';

/** Refuses too many attempts (429). */
export function tooMany(waitMs: number): PageError {
  const minutes = Math.ceil(waitMs / 60_000);
  return new PageError(
    429,
    'too_many_attempts',
    'Too many attempts',
    [`For safety this has to wait. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`],
    { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
  );
}
