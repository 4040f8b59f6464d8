import { limits } from '../../../config/limits.ts';
import { InvalidSyntax, InvalidValue, NotFound, PayloadTooLarge, ScimError } from '../errors.ts';
import type { Notice, Resource } from '../schema/types.ts';
import { checkKind } from './kind.ts';

const METHODS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** One operation of a BulkRequest. */
export interface BulkOperation {
  /** As sent, in upper case; `''` when it is missing or not a text. */
  readonly method: string;
  readonly bulkId?: string;
  /** The ETag that the resource must have. */
  readonly version?: string;
  /** `/Users` */
  readonly endpoint: string;
  /** The id, or `bulkId:` and the id of an operation. */
  readonly id?: string;
  readonly data?: unknown;
  /** Why the operation is refused, if the message alone is enough to tell. */
  readonly refused?: ScimError;
}

export interface BulkRequest {
  /** The number of failures after which the rest is skipped. */
  readonly failOnErrors: number;
  readonly operations: readonly BulkOperation[];
}

/** The result of one operation. */
export interface BulkResult {
  readonly operation: Pick<BulkOperation, 'method' | 'bulkId'>;
  readonly status: number;
  readonly location?: string | undefined;
  readonly version?: string | undefined;
  readonly error?: ScimError | undefined;
}

/**
 * Reads a BulkRequest message (RFC 7644 section 3.7). An invalid operation is refused alone. Throws `InvalidSyntax`,
 * `InvalidValue`, and `PayloadTooLarge` for too many operations (section 3.7.4).
 */
export function readBulk(body: unknown, notice: Notice): BulkRequest {
  const message = membersOf(body);
  checkKind(message.get('schemas'), 'BulkRequest');
  const operations = message.get('operations');
  if (!Array.isArray(operations)) throw new InvalidSyntax('The bulk request needs a list of Operations.');
  if (operations.length > limits.bulkOperations)
    throw new PayloadTooLarge(
      `The request has ${operations.length} operations. Send at most ${limits.bulkOperations} (maxOperations).`,
    );
  if (!message.has('schemas')) notice('schemas-missing');
  const taken = new Set<string>();
  return {
    failOnErrors: failOnErrors(message.get('failonerrors'), notice),
    operations: operations.map((operation: unknown) => unrepeated(readOperation(operation), taken)),
  };
}

/** The BulkResponse message (RFC 7644 section 3.7.3). */
export function bulkResponse(results: readonly BulkResult[]): Resource {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
    Operations: results.map(({ operation, status, location, version, error }) => ({
      ...(operation.method === '' ? {} : { method: operation.method }),
      ...(operation.bulkId === undefined ? {} : { bulkId: operation.bulkId }),
      ...(version === undefined ? {} : { version }),
      ...(location === undefined ? {} : { location }),
      status: String(status),
      ...(error ? { response: error.body() } : {}),
    })),
  };
}

/** Keeps the members read before an error, for the response and the log. */
function readOperation(sent: unknown): BulkOperation {
  let read: BulkOperation = { method: '', endpoint: '' };
  try {
    const members = membersOf(sent);
    const [bulkId, version, data] = [
      textAt(members, 'bulkid'),
      textAt(members, 'version'),
      members.get('data'),
    ];
    if (bulkId !== undefined) read = { ...read, bulkId };
    read = { ...read, method: (textAt(members, 'method') ?? '').toUpperCase() };
    read = { ...read, ...readPath(textAt(members, 'path')) };
    if (!METHODS.has(read.method))
      throw new InvalidSyntax('The method of an operation must be POST, PUT, PATCH or DELETE.');
    if (read.method === 'POST' && bulkId === undefined) throw new InvalidSyntax('A POST needs a bulkId.');
    return {
      ...read,
      ...(version === undefined ? {} : { version }),
      ...(data === undefined ? {} : { data }),
    };
  } catch (error) {
    if (error instanceof ScimError) return { ...read, refused: error };
    throw error;
  }
}

/** `/Users` or `/Users/{id}`, relative to the SCIM base URL. A query has no effect, because a result has no body. */
function readPath(path: string | undefined): Pick<BulkOperation, 'endpoint' | 'id'> {
  if (path === undefined) throw new InvalidSyntax('An operation needs a path.');
  const [place = ''] = path.split('?', 1);
  const [endpoint, id, ...rest] = place.split('/').filter(Boolean).map(decoded);
  if (!endpoint || rest.length > 0)
    throw new NotFound('The path must name a resource type or one resource: /Users or /Users/{id}.');
  return { endpoint: `/${endpoint}`, ...(id === undefined ? {} : { id }) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new InvalidSyntax('The path is not valid percent-encoding.');
  }
}

/** A bulkId names one resource, so a second operation with the same bulkId is refused. */
function unrepeated(operation: BulkOperation, taken: Set<string>): BulkOperation {
  const { method, bulkId } = operation;
  if (method !== 'POST' || bulkId === undefined) return operation;
  if (taken.has(bulkId))
    return {
      ...operation,
      refused: new InvalidValue('An earlier operation has the same bulkId. Use another one.'),
    };
  taken.add(bulkId);
  return operation;
}

function failOnErrors(value: unknown, notice: Notice): number {
  if (value === undefined) return Number.POSITIVE_INFINITY;
  const isText = typeof value === 'string' && /^\d{1,9}$/.test(value);
  const count = isText ? Number(value) : value;
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1)
    throw new InvalidValue('failOnErrors must be a whole number, 1 or more.');
  if (isText) notice('number-text');
  return count;
}

function textAt(members: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = members.get(name);
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new InvalidSyntax(`The ${name} of an operation must be a text.`);
  if (String(value).length > limits.bulkTextChars)
    throw new InvalidSyntax(`The ${name} of an operation has at most ${limits.bulkTextChars} characters.`);
  return String(value);
}

/** Members by their folded names; null counts as absent. */
function membersOf(message: unknown): Map<string, unknown> {
  if (message === null || typeof message !== 'object' || Array.isArray(message))
    throw new InvalidSyntax('A bulk request and each of its operations must be JSON objects.');
  const assigned = Object.entries(message).filter(([, value]) => value !== null);
  return new Map(assigned.map(([name, value]) => [name.toLowerCase(), value]));
}
