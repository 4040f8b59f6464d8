import { type Values, variables } from './variables.ts';

/** Every variable for display, without any secret; undefined when it is not set. */
export function printable(values: Values): Readonly<Record<string, string | undefined>> {
  const given = new Map<string, unknown>(Object.entries(values));
  return Object.fromEntries(Object.keys(variables).map((name) => [name, written(name, given.get(name))]));
}

function written(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (Buffer.isBuffer(value)) return '(set)';
  if (isRate(value)) return `${value.requests}/${value.seconds}s`;
  return name === 'MONGODB_URI' || name === 'SMTP_URL' ? withoutPassword(String(value)) : String(value);
}

function isRate(value: unknown): value is { readonly requests: number; readonly seconds: number } {
  return typeof value === 'object' && value !== null && 'requests' in value && 'seconds' in value;
}

/** Up to the last `@`: a password that is not encoded may contain a slash. */
function withoutPassword(uri: string): string {
  return uri
    .replace(/^([^/]*\/\/).*@/, '$1***@')
    .replace(/([?&][^=&]*(?:password|token|properties)[^=&]*=)[^&]*/gi, '$1***');
}
