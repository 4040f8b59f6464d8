import { InvalidArguments } from '../operations/index.ts';
import { argumentOf } from './parameters.ts';
import type { ArgumentSchema, Route } from './route.ts';

type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The parts of a request that hold arguments. */
interface Sent {
  readonly params: Readonly<Partial<Record<string, string>>>;
  readonly query: Query;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The input of an operation from a request. Throws `InvalidArguments` for a name that the route does not have. */
export function givenTo(route: Route, { params, query, body }: Sent): object {
  const { inPath, inRest, hasBody, schema } = route;
  refuseUnknown('parameter', Object.keys(query), hasBody ? [] : inRest);
  refuseUnknown('key', Object.keys(body), hasBody ? inRest : []);
  const texts: Query = { ...query, ...Object.fromEntries(inPath.map((name) => [name, params[name]])) };
  const read = Object.entries(texts).map(([name, text]): [string, unknown] => [
    argumentOf(name),
    valueIn(schema.properties[name], text),
  ]);
  const taken: Record<string, unknown> = Object.fromEntries(read);
  return { ...body, ...taken };
}

function refuseUnknown(what: 'parameter' | 'key', sent: readonly string[], known: readonly string[]): void {
  const unknown = sent.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const allowed = known.length === 0 ? 'There is none.' : `Choose from: ${known.join(', ')}.`;
  throw new InvalidArguments(`This endpoint takes no ${what} ${unknown}. ${allowed}`);
}

/** The value that a text stands for by its schema; the operation refuses a text that stands for none. */
function valueIn(schema: ArgumentSchema | undefined, sent: string | readonly string[] | undefined): unknown {
  if (schema?.type === 'array') return typeof sent === 'string' ? [sent] : sent;
  if (typeof sent !== 'string') return sent;
  if (schema?.type === 'integer' || schema?.type === 'number')
    return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(sent) ? Number(sent) : sent;
  if (schema?.type === 'boolean' && (sent === 'true' || sent === 'false')) return sent === 'true';
  return sent;
}
