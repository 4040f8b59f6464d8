import type { Reply, Sent } from './exchange.ts';
import { differences, isObject } from './match.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** What is true of every reply, whoever asked: each line is a breach. */
export function breaches(sent: Sent, reply: Reply, body: unknown): string[] {
  if (reply.status === 204) return reply.text === '' ? [] : ['a 204 has a body'];
  if (!isObject(body)) return [`the body is not a JSON object: ${reply.text.slice(0, 200)}`];
  return [
    ...mediaType(sent, reply),
    ...(reply.status >= 500 ? [`status ${reply.status}`] : []),
    ...(reply.status >= 400 ? error(reply.status, body) : []),
    ...(isList(body) ? listing(body) : []),
    ...(reply.status === 201 ? created(reply, body) : []),
    ...keys(body, 'body'),
  ];
}

function mediaType(sent: Sent, reply: Reply): string[] {
  const accept = sent.headers.find(([name]) => name.toLowerCase() === 'accept')?.[1] ?? '*/*';
  const plain = /application\/json/i.test(accept) && !/application\/scim\+json|\*\/\*/i.test(accept);
  const wanted = plain ? 'application/json' : 'application/scim+json';
  const given = String(reply.headers['content-type'] ?? '');
  return given.split(';')[0]?.trim().toLowerCase() === wanted
    ? []
    : [`Content-Type is ${given}, not ${wanted}`];
}

function error(status: number, body: Record<string, unknown>): string[] {
  return differences({ schemas: [ERROR], status: String(status), detail: { $matches: '\\S' } }, body);
}

function isList(body: Record<string, unknown>): boolean {
  return Array.isArray(body.schemas) && body.schemas.includes(LIST);
}

function listing(body: Record<string, unknown>): string[] {
  const integer = { $type: 'integer' };
  const wrong = differences({ totalResults: integer, startIndex: integer, itemsPerPage: integer }, body);
  const listed = Array.isArray(body.Resources) ? body.Resources.length : -1;
  if (listed === body.itemsPerPage) return wrong;
  return [
    ...wrong,
    `itemsPerPage is ${body.itemsPerPage}, Resources has ${listed < 0 ? 'no array' : listed}`,
  ];
}

function created(reply: Reply, body: Record<string, unknown>): string[] {
  return differences(
    { id: { $type: 'string' }, meta: { location: reply.headers.location ?? 'a Location' } },
    body,
  );
}

/** No password goes out, no null, and no key that a client would have to take apart. */
function keys(value: unknown, at: string): string[] {
  if (value === null) return [`${at} is null`];
  if (Array.isArray(value)) return value.flatMap((one, i) => keys(one, `${at}[${i}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === 'password' ? [`${at} has a password`] : []),
    ...(/[.[]/.test(key) && !key.startsWith('urn:') ? [`${at} has the literal key ${key}`] : []),
    ...keys(inner, `${at}.${key}`),
  ]);
}
