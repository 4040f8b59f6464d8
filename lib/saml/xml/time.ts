import { SamlError } from '../saml_error.ts';

const TIME =
  /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,12})?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;

/**
 * The milliseconds of an xs:dateTime. SAML requires UTC (saml-core 1.3.3), but other zones are unambiguous too. Throws
 * `SamlError` for any other text, and for a day that does not exist.
 */
export function timeOf(text: string): number {
  const day = TIME.exec(text)?.[1];
  if (day === undefined || !exists(day))
    throw new SamlError('saml.time_format', `${text.slice(0, 40)} is not a time`);
  return Date.parse(text);
}

/** `Date` would turn 30 February into 2 March. */
function exists(day: string): boolean {
  const date = new Date(day);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
