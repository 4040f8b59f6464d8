import type { ArgumentSchema, Route } from './route.ts';

/** A command that sends a request of this route, with `$NAME` for what only the reader knows. */
export function exampleOf(route: Route, publicUrl: string): string {
  const { method, path, schema, hasBody, inRest } = route;
  const needed = inRest.filter((name) => schema.required.includes(name));
  const query = hasBody ? [] : needed.map((name) => `${name}=${sample(name, schema.properties[name])}`);
  const url = `${publicUrl}/api/v1${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => placeholder(name))}`;
  const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
  const body = Object.fromEntries(needed.map((name) => [name, sample(name, schema.properties[name])]));
  return [
    `curl${verb} "${url}${query.length === 0 ? '' : `?${query.join('&')}`}"`,
    '-H "Authorization: Bearer $TOKEN"',
    ...(hasBody ? ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(body)}'`] : []),
  ].join(' \\\n  ');
}

function placeholder(name: string): string {
  return name === 'group' ? 'acme' : `$${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** A value that has the type of an argument. */
function sample(name: string, schema: ArgumentSchema = {}): unknown {
  const { enum: values, type, minimum } = schema;
  if (Array.isArray(values)) return values[0] as unknown;
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return typeof minimum === 'number' ? minimum : 1;
  if (type === 'array') return [];
  return type === 'object' ? {} : name;
}
