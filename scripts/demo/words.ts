import { isObject } from '../../test/idp/match.ts';
import type { Exchanged } from '../../test/idp/play.ts';

/** A name and what it is, as one line of a request. */
export type Line = readonly [name: string, value: string];

const usual = [
  'urn:ietf:params:scim:schemas:core:2.0:User',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
];
const ENTERPRISE = /^urn:ietf:params:scim:schemas:extension:enterprise:2\.0:User/;

/** The path of a request as people read it. */
export function readablePath(url: string, base: string): string {
  const path = url.slice(base.length).replaceAll('+', ' ');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What a request asks for: an operation of a PATCH, or an attribute of a resource, a line. */
export function bodyLines({ body }: Exchanged['sent']): Line[] {
  const parsed: unknown = body === undefined ? undefined : JSON.parse(body);
  if (!isObject(parsed)) return [];
  return Array.isArray(parsed.Operations) ? parsed.Operations.flatMap(operationLines) : attributes(parsed);
}

function operationLines(operation: unknown): Line[] {
  if (!isObject(operation)) return [];
  const { op, path, value } = operation;
  if (typeof path === 'string')
    return [[`${String(op)} ${shortName(path)}`, value === undefined ? '' : shown(path, value)]];
  if (!isObject(value)) return [[String(op), shown('', value)]];
  return Object.entries(value).map(([key, one]) => [`${String(op)} ${shortName(key)}`, shown(key, one)]);
}

function attributes(resource: Record<string, unknown>): Line[] {
  return [
    ...schemasLine(resource.schemas),
    ...Object.entries(resource)
      .filter(([name]) => name !== 'schemas' && name !== 'meta' && name !== 'id')
      .map(([name, value]): Line => [shortName(name), shown(name, value)]),
  ];
}

/** Only where a client sends something else than the standard says. */
function schemasLine(schemas: unknown): Line[] {
  if (schemas === undefined) return [['schemas', '(none)']];
  const named: readonly unknown[] = Array.isArray(schemas) ? schemas : [];
  const odd = named.length === 0 || named.some((one) => !usual.includes(String(one)));
  return odd ? [['schemas', JSON.stringify(schemas)]] : [];
}

/** An attribute without the URN of the enterprise extension. */
export function shortName(name: string): string {
  return name.replace(ENTERPRISE, 'enterprise');
}

function shown(name: string, value: unknown): string {
  return name.toLowerCase() === 'password' ? '•••' : JSON.stringify(value);
}

/** What matters in an answer. */
export function answerText({ reply, body }: Exchanged): string {
  if (reply.status >= 400) return isObject(body) ? String(body.detail) : '';
  if (!isObject(body)) return '';
  if (!Array.isArray(body.Resources)) return userText(body);
  if (body.totalResults === 0) return 'nobody';
  return body.Resources.map(userText).join('; ');
}

function userText(user: unknown): string {
  if (!isObject(user)) return '';
  const meta = isObject(user.meta) ? user.meta : {};
  const state = typeof user.active === 'boolean' ? (user.active ? 'active' : 'inactive') : undefined;
  return [user.userName ?? user.id, state, meta.version].filter((part) => part !== undefined).join('  ');
}
