import { SamlError } from './saml_error.ts';

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|\+00:00)$/;

/** Milliseconds of a time as SAML writes it (saml-core 1.3.3). Throws `SamlError` `saml.time_format`. */
export function timeOf(text: string): number {
  const ms = UTC.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new SamlError('saml.time_format', `${text.slice(0, 40)} is no UTC time`);
  return ms;
}
